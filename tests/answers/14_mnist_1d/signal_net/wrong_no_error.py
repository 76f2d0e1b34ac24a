# mistake: builds nets whose last convolution gets fewer than 3 samples; fails: signal_net_errors
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers += [torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2), torch.nn.ReLU()]
        length = max((length - 3) // 2 + 1, 1)
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
