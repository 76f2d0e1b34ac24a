# mistake: averages 2 × 2 pixels in the shortcut without parameters; fails: basic_block_visible, basic_block_pad; says: every second pixel is asked, not a mean
class Block(torch.nn.Module):
    def __init__(self, c, k, stride, shortcut):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(c, k, 3, stride=stride, padding=1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(k)
        self.conv2 = torch.nn.Conv2d(k, k, 3, stride=1, padding=1, bias=False)
        self.bn2 = torch.nn.BatchNorm2d(k)
        self.stride, self.missing, self.pads = stride, k - c, False
        self.downsample = None
        if stride != 1 or c != k:
            if shortcut == "project":
                self.downsample = torch.nn.Sequential(
                    torch.nn.Conv2d(c, k, 1, stride=stride, bias=False),
                    torch.nn.BatchNorm2d(k),
                )
            else:
                self.pads = True

    def forward(self, x):
        y = self.bn1(self.conv1(x))
        y = torch.relu(y)
        y = self.bn2(self.conv2(y))
        if self.downsample is not None:
            x = self.downsample(x)
        elif self.pads:
            x = torch.nn.functional.avg_pool2d(x, self.stride, ceil_mode=True)
            zeros = x.new_zeros(x.shape[0], self.missing, *x.shape[2:])
            x = torch.cat([x, zeros], dim=1)
        return torch.relu(y + x)


def basic_block(in_channels, channels, stride, shortcut):
    if shortcut not in ("project", "pad"):
        raise ValueError("project or pad")
    if shortcut == "pad" and channels < in_channels:
        raise ValueError("too few channels")
    return Block(in_channels, channels, stride, shortcut)
