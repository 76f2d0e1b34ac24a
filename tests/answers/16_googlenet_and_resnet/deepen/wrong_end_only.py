# mistake: deepens behind the last layer only; fails: deepen_visible, deepen_layers, deepen_ends, deepen_kept; says: compared its output with the given net
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if layer is net[-1]:
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            torch.nn.init.dirac_(new.weight)
            torch.nn.init.zeros_(new.bias)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
