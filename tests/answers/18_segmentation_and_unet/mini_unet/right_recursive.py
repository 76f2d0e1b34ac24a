def enlarge(x, like):
    return torch.nn.functional.interpolate(x, size=(like.size(2), like.size(3)), mode="nearest")


class MiniUNet(torch.nn.Module):
    def __init__(self, in_channels, num_classes, width):
        super().__init__()
        conv = lambda a, b: torch.nn.Conv2d(a, b, (3, 3), padding=(1, 1))
        self.down1, self.down2 = conv(in_channels, width), conv(width, 2 * width)
        self.bottom = conv(2 * width, 4 * width)
        self.up2, self.up1 = conv(6 * width, 2 * width), conv(3 * width, width)
        self.head = torch.nn.Conv2d(width, num_classes, (1, 1))

    def level(self, x, layers):
        """Convolve; with layers left, go down, come back and join."""
        (down, up), *rest = layers
        x = down(x).clamp(min=0)
        if up is None:
            return x
        below = self.level(torch.max_pool2d(x, 2), rest)
        return up(torch.hstack([x, enlarge(below, x)])).clamp(min=0)

    def forward(self, x):
        return self.head(self.level(x, [(self.down1, self.up1), (self.down2, self.up2), (self.bottom, None)]))
