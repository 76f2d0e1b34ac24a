from torch import nn


class MiniUNet(nn.Module):
    def __init__(self, in_channels: int, num_classes: int, width: int, kernel: int = 3) -> None:
        super().__init__()
        self.down1 = nn.Conv2d(in_channels, width, kernel, 1, 1)
        self.down2 = nn.Conv2d(width, width * 2, kernel, 1, 1)
        self.bottom = nn.Conv2d(width * 2, width * 4, kernel, 1, 1)
        self.up2 = nn.Conv2d(width * 2 + width * 4, width * 2, kernel, 1, 1)
        self.up1 = nn.Conv2d(width + width * 2, width, kernel, 1, 1)
        self.head = nn.Conv2d(width, num_classes, 1)
        self.relu, self.pool = nn.ReLU(), nn.MaxPool2d(2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = self.relu(self.down1(x))
        second = self.relu(self.down2(self.pool(first)))
        third = self.relu(self.bottom(self.pool(second)))
        third = nn.Upsample(size=second.shape[-2:], mode="nearest")(third)
        second = self.relu(self.up2(torch.cat([second, third], dim=1)))
        second = nn.Upsample(size=first.shape[-2:], mode="nearest")(second)
        first = self.relu(self.up1(torch.cat([first, second], dim=1)))
        return self.head(first)
