# mistake: leaves the bias as it comes; fails: deepen_visible, deepen_function, deepen_ends; says: expected
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            torch.nn.init.dirac_(new.weight)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
