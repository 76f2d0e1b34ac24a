# mistake: normalizes over the batch, which the text does not ask; fails: signal_net_visible, signal_net_layers, signal_net_values, signal_net_scores; says: there is a batch normalization
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers += [torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2)]
        layers += [torch.nn.BatchNorm1d(channels), torch.nn.ReLU()]
        length = (length - 3) // 2 + 1
    if length < 1:
        raise ValueError("too short")
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
