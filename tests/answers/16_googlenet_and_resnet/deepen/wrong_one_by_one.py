# mistake: puts in convolutions of 1 × 1; fails: deepen_layers
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 1)
            torch.nn.init.dirac_(new.weight)
            torch.nn.init.zeros_(new.bias)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
