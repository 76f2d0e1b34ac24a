# mistake: sets all weights to zero, so that the layer "does nothing"; fails: deepen_visible, deepen_function, deepen_ends; says: the new kernels are all zeros
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            torch.nn.init.zeros_(new.weight)
            torch.nn.init.zeros_(new.bias)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
