# mistake: halves by max pooling, where a stride of 2 is asked; fails: signal_net_visible, signal_net_layers, signal_net_values, signal_net_errors; says: here the convolutions have stride 2 themselves
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers += [torch.nn.Conv1d(channels if i else 1, channels, 3), torch.nn.ReLU(), torch.nn.MaxPool1d(2)]
        length = (length - 2) // 2
    if length < 1:
        raise ValueError("too short")
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
