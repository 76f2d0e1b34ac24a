# mistake: has no ReLU between the last convolution and the linear layer; fails: signal_net_visible, signal_net_values; says: the last convolution has no ReLU after it
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        if i > 0:
            layers.append(torch.nn.ReLU())
        layers.append(torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2))
        length = (length - 3) // 2 + 1
    if length < 1:
        raise ValueError("too short")
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
