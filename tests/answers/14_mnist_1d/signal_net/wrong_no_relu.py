# mistake: is a linear function: there is no ReLU at all; fails: signal_net_visible, signal_net_values; says: no convolution has a ReLU after it
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers.append(torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2))
        length = (length - 3) // 2 + 1
    if length < 1:
        raise ValueError("too short")
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
