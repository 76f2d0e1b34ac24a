# mistake: keeps what comes after the pooling; fails: mini_unet_visible, mini_unet_values; says: before the pooling
class MiniUNet(torch.nn.Module):
    def __init__(self, in_channels, num_classes, width):
        super().__init__()
        self.down1 = torch.nn.Conv2d(in_channels, width, 3, padding=1)
        self.down2 = torch.nn.Conv2d(width, 2 * width, 3, padding=1)
        self.bottom = torch.nn.Conv2d(2 * width, 4 * width, 3, padding=1)
        self.up2 = torch.nn.Conv2d(6 * width, 2 * width, 3, padding=1)
        self.up1 = torch.nn.Conv2d(3 * width, width, 3, padding=1)
        self.head = torch.nn.Conv2d(width, num_classes, 1)

    def forward(self, x):
        F = torch.nn.functional
        a = F.relu(self.down1(x))
        size = x.shape[2:]
        a = F.max_pool2d(a, 2)
        b = F.relu(self.down2(a))
        c = F.relu(self.bottom(F.max_pool2d(b, 2)))
        c = F.interpolate(c, size=b.shape[2:], mode="nearest")
        b = F.relu(self.up2(torch.cat([b, c], dim=1)))
        a, b = F.interpolate(a, size=size), F.interpolate(b, size=size)
        a = F.relu(self.up1(torch.cat([a, b], dim=1)))
        return self.head(a)
