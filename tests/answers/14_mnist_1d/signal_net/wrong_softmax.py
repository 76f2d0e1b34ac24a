# mistake: ends in a softmax, which cross-entropy has inside; fails: signal_net_visible, signal_net_values, signal_net_scores; says: a softmax follows the linear layer
def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers += [torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2), torch.nn.ReLU()]
        length = (length - 3) // 2 + 1
    if length < 1:
        raise ValueError("too short")
    head = [torch.nn.Flatten(), torch.nn.Linear(channels * length, 10), torch.nn.Softmax(dim=1)]
    return torch.nn.Sequential(*layers, *head)
