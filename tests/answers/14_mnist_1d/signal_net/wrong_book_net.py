# mistake: the chapter's net, whatever the arguments are; fails: signal_net_visible, signal_net_layers, signal_net_values, signal_net_scores; says: listed the shapes
def signal_net(length, channels, depth):
    if length < 2 ** (depth + 1) - 1:
        raise ValueError("too short")
    return torch.nn.Sequential(
        torch.nn.Conv1d(1, 15, kernel_size=3, stride=2),
        torch.nn.ReLU(),
        torch.nn.Conv1d(15, 15, kernel_size=3, stride=2),
        torch.nn.ReLU(),
        torch.nn.Conv1d(15, 15, kernel_size=3, stride=2),
        torch.nn.ReLU(),
        torch.nn.Flatten(),
        torch.nn.Linear(60, 10),
    )
