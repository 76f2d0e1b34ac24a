# mistake: has kernels of ones for its own channel; fails: deepen_visible, deepen_function, deepen_ends; says: the new kernels add the neighbors
def deepen(net):
    layers = []
    for layer in net:
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        layers.append(layer)
        if isinstance(layer, torch.nn.ReLU):
            new = torch.nn.Conv2d(channels, channels, 3, padding=1)
            new.weight.data = torch.eye(channels)[:, :, None, None].repeat(1, 1, 3, 3)
            torch.nn.init.zeros_(new.bias)
            layers += [new, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
