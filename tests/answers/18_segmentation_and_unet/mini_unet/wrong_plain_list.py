# mistake: keeps its layers in a plain list; fails: mini_unet_visible, mini_unet_layers, mini_unet_values, mini_unet_odd, mini_unet_skips; says: plain list
class MiniUNet(torch.nn.Module):
    def __init__(self, in_channels, num_classes, width):
        super().__init__()
        self.layers = []
        self.layers.append(torch.nn.Conv2d(in_channels, width, 3, padding=1))
        self.layers.append(torch.nn.Conv2d(width, 2 * width, 3, padding=1))
        self.layers.append(torch.nn.Conv2d(2 * width, 4 * width, 3, padding=1))
        self.layers.append(torch.nn.Conv2d(6 * width, 2 * width, 3, padding=1))
        self.layers.append(torch.nn.Conv2d(3 * width, width, 3, padding=1))
        self.layers.append(torch.nn.Conv2d(width, num_classes, 1))

    def forward(self, x):
        F = torch.nn.functional
        a = F.relu(self.layers[0](x))
        b = F.relu(self.layers[1](F.max_pool2d(a, 2)))
        c = F.relu(self.layers[2](F.max_pool2d(b, 2)))
        c = F.interpolate(c, size=b.shape[2:], mode="nearest")
        b = F.relu(self.layers[3](torch.cat([b, c], dim=1)))
        b = F.interpolate(b, size=a.shape[2:], mode="nearest")
        a = F.relu(self.layers[4](torch.cat([a, b], dim=1)))
        return self.layers[5](a)
