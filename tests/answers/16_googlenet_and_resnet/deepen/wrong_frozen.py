# mistake: freezes the new weights, which can then not be trained; fails: deepen_layers
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
            new.requires_grad_(False)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
