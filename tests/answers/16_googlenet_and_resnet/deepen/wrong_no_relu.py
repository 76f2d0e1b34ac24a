# mistake: puts in a convolution alone; fails: deepen_visible, deepen_layers, deepen_ends, deepen_kept; says: should become two of each
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            torch.nn.init.dirac_(new.weight)
            torch.nn.init.zeros_(new.bias)
            layers += [new]
    return torch.nn.Sequential(*layers)
