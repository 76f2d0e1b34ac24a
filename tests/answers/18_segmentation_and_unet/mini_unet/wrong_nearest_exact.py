# mistake: enlarges in the mode nearest-exact; fails: mini_unet_visible, mini_unet_odd; says: nearest-exact
class MiniUNet(torch.nn.Module):
    """A U-Net of two steps down and up: (N, in_channels, H, W) to scores (N, num_classes, H, W)."""

    def __init__(self, in_channels, num_classes, width):
        super().__init__()
        w = width
        self.down1 = torch.nn.Conv2d(in_channels, w, 3, padding=1)
        self.down2 = torch.nn.Conv2d(w, 2 * w, 3, padding=1)
        self.bottom = torch.nn.Conv2d(2 * w, 4 * w, 3, padding=1)
        self.up2 = torch.nn.Conv2d(6 * w, 2 * w, 3, padding=1)
        self.up1 = torch.nn.Conv2d(3 * w, w, 3, padding=1)
        self.head = torch.nn.Conv2d(w, num_classes, 1)

    def forward(self, x):
        """(N, in_channels, H, W) to (N, num_classes, H, W)."""
        F = torch.nn.functional
        a = F.relu(self.down1(x))
        b = F.relu(self.down2(F.max_pool2d(a, 2)))
        c = F.relu(self.bottom(F.max_pool2d(b, 2)))
        c = F.interpolate(c, size=b.shape[2:], mode="nearest-exact")
        d = F.relu(self.up2(torch.cat([b, c], dim=1)))
        d = F.interpolate(d, size=a.shape[2:], mode="nearest-exact")
        e = F.relu(self.up1(torch.cat([a, d], dim=1)))
        return self.head(e)
