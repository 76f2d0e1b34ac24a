# mistake: clears the bias of the convolution before, and leaves the new one as it is; fails: deepen_visible, deepen_function, deepen_ends, deepen_kept; says: expected: [[[1, 0], [3, 0]], [[3, 9], [0, 5]]]
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels, last = layer.out_channels, layer
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            torch.nn.init.dirac_(new.weight)
            torch.nn.init.zeros_(last.bias)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
