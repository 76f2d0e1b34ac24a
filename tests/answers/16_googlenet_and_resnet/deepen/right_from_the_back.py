def deepen(net, size=3):
    """Go backwards, so that places before the one that is changed stay where they are."""
    layers = list(net)
    for place in reversed(range(len(layers))):
        if not isinstance(layers[place], torch.nn.ReLU):
            continue
        channels = len(layers[place - 1].weight)
        idle = torch.nn.Conv2d(channels, channels, size, padding=size // 2)
        weight = torch.zeros(channels, channels, size * size)
        weight.diagonal()[size * size // 2] = 1
        state = {"weight": weight.reshape(channels, channels, size, size), "bias": torch.zeros(channels)}
        idle.load_state_dict(state)
        layers[place + 1 : place + 1] = [idle, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
