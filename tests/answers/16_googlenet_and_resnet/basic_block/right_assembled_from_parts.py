class Carry(torch.nn.Module):
    """Every stride-th pixel, by a 1 × 1 pooling; zeros for the channels that are missing."""

    def __init__(self, missing: int, stride: int) -> None:
        super().__init__()
        self.missing, self.thin = missing, torch.nn.MaxPool2d(1, stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.thin(x)
        n, _, h, w = x.shape
        return torch.cat((x, torch.zeros(n, self.missing, h, w)), 1)


class Sum(torch.nn.Module):
    def forward(self, x):
        body = self.relu(self.bn1(self.conv1(x)))
        body = self.bn2(self.conv2(body))
        return self.relu(body + self.way(x))


def basic_block(in_channels: int, channels: int, stride: int = 1, shortcut: str = "pad") -> torch.nn.Module:
    block = Sum()
    block.conv1 = torch.nn.Conv2d(in_channels, channels, 3, stride, 1, bias=False)
    block.bn1 = torch.nn.BatchNorm2d(channels)
    block.conv2 = torch.nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
    block.bn2 = torch.nn.BatchNorm2d(channels)
    block.relu = torch.nn.ReLU()
    changes = (stride, in_channels) != (1, channels)
    if shortcut == "pad":
        if in_channels > channels:
            raise ValueError("padding cannot take channels away")
        block.way = Carry(channels - in_channels, stride) if changes else torch.nn.Identity()
    elif shortcut == "project":
        if changes:
            thin = torch.nn.Conv2d(in_channels, channels, 1, stride, bias=False)
            block.downsample = torch.nn.Sequential(thin, torch.nn.BatchNorm2d(channels))
        block.way = block.downsample.forward if changes else torch.nn.Identity()
    else:
        raise ValueError(f"unknown: {shortcut}")
    return block
