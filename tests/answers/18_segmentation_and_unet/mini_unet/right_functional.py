class MiniUNet(torch.nn.Module):
    def __init__(self, in_channels, num_classes, width):
        super().__init__()
        table = {
            "down1": (in_channels, width),
            "down2": (width, 2 * width),
            "bottom": (2 * width, 4 * width),
            "up2": (6 * width, 2 * width),
            "up1": (3 * width, width),
        }
        for name, (a, b) in table.items():
            setattr(self, name, torch.nn.Conv2d(a, b, kernel_size=3, padding="same"))
        self.head = torch.nn.Conv2d(width, num_classes, kernel_size=1)

    def forward(self, x):
        kept = []
        for layer in (self.down1, self.down2):
            kept.append(layer(x).relu())
            n, c, h, w = kept[-1].shape
            x = kept[-1][:, :, : h // 2 * 2, : w // 2 * 2].reshape(n, c, h // 2, 2, w // 2, 2).amax((3, 5))
        x = self.bottom(x).relu()
        for layer in (self.up2, self.up1):
            across = kept.pop()
            rows = torch.arange(across.shape[2]) * x.shape[2] // across.shape[2]
            columns = torch.arange(across.shape[3]) * x.shape[3] // across.shape[3]
            x = layer(torch.cat((across, x[:, :, rows][..., columns]), 1)).relu()
        return self.head(x)
