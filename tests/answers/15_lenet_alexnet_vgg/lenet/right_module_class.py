class LeNet(torch.nn.Module):
    """Layers as attributes, activations and pooling as functions."""

    def __init__(self, channels, left, classes, today):
        super().__init__()
        self.c1 = torch.nn.Conv2d(channels, 6, kernel_size=5, padding="same")
        self.c3 = torch.nn.Conv2d(6, 16, kernel_size=5)
        self.c5 = torch.nn.Linear(left, 120)
        self.f6 = torch.nn.Linear(120, 84)
        self.output = torch.nn.Linear(84, classes)
        self.today = today

    def bend(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x) if self.today else torch.tanh(x)

    def shrink(self, x: torch.Tensor) -> torch.Tensor:
        f = torch.nn.functional
        return f.max_pool2d(x, 2) if self.today else f.avg_pool2d(x, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for conv in (self.c1, self.c3):
            x = self.shrink(self.bend(conv(x)))
        x = x.flatten(1)
        for linear in (self.c5, self.f6):
            x = self.bend(linear(x))
        return self.output(x)


def lenet(image_shape: tuple, classes: int, style: str = "today") -> torch.nn.Module:
    if style != "today" and style != "1998":
        raise ValueError(style)
    channels, h, w = image_shape
    rows, columns = h // 4 - 2, w // 4 - 2
    if rows <= 0 or columns <= 0:
        raise ValueError(image_shape)
    return LeNet(channels, 16 * rows * columns, classes, style == "today")
