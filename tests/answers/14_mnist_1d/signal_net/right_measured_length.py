def signal_net(length, channels, depth):
    features = torch.nn.Sequential()
    for place in range(depth):
        features.append(torch.nn.Conv1d(channels if place else 1, channels, 3, stride=2))
        features.append(torch.nn.ReLU())
    try:
        with torch.no_grad():
            left = features(torch.zeros(1, 1, length)).numel()
    except RuntimeError:
        raise ValueError("the signal is too short") from None
    return torch.nn.Sequential(features, torch.nn.Flatten(), torch.nn.Linear(left, 10))
