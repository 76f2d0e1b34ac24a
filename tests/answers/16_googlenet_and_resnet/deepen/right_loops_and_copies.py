import copy


def identity(channels: int) -> torch.nn.Conv2d:
    conv = torch.nn.Conv2d(channels, channels, kernel_size=3, stride=1, padding=1)
    for out in range(channels):
        for inp in range(channels):
            for i in range(3):
                for j in range(3):
                    conv.weight.data[out, inp, i, j] = 1.0 if out == inp and (i, j) == (1, 1) else 0.0
        conv.bias.data[out] = 0.0
    return conv


def deepen(net: torch.nn.Sequential) -> torch.nn.Sequential:
    deeper = torch.nn.Sequential()
    maps = 0
    for layer in copy.deepcopy(net):
        deeper.append(layer)
        maps = getattr(layer, "out_channels", maps)
        if type(layer) is torch.nn.ReLU:
            deeper.append(identity(maps))
            deeper.append(torch.nn.ReLU())
    return deeper
