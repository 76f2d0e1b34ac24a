# mistake: pads by 1, so that the lengths are 20, 10, 5; fails: signal_net_visible, signal_net_layers, signal_net_values, signal_net_errors; says: the convolutions pad
def signal_net(length, channels, depth):
    layers, c = [], 1
    for _ in range(depth):
        length = (length - 1) // 2 + 1
        if length < 1:
            raise ValueError("too short")
        layers += [torch.nn.Conv1d(c, channels, 3, stride=2, padding=1), torch.nn.ReLU()]
        c = channels
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
