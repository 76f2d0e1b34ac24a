from collections import OrderedDict

FIXED = torch.nn.functional


class Residual(torch.nn.Sequential):
    """The body is the sequence itself; the way around it is chosen by name."""

    way = "same"
    step = 1
    wider = 0

    def forward(self, x):
        y = x
        for name, layer in self.named_children():
            if name != "downsample":
                y = layer(y)
        if self.way == "project":
            x = self.downsample(x)
        if self.way == "pad":
            eye = torch.eye(x.shape[1] + self.wider, x.shape[1])
            x = FIXED.conv2d(x, eye[:, :, None, None], stride=self.step)
        return FIXED.relu(y.add(x))


def basic_block(in_channels, channels, stride, shortcut):
    if shortcut != "project" and (shortcut != "pad" or channels < in_channels):
        raise ValueError((shortcut, in_channels, channels))
    conv = dict(kernel_size=3, padding=1, bias=False)
    block = Residual(
        OrderedDict(
            conv1=torch.nn.Conv2d(in_channels, channels, stride=stride, **conv),
            bn1=torch.nn.BatchNorm2d(channels),
            relu=torch.nn.ReLU(inplace=True),
            conv2=torch.nn.Conv2d(channels, channels, **conv),
            bn2=torch.nn.BatchNorm2d(channels),
        )
    )
    if stride > 1 or in_channels != channels:
        block.way, block.step, block.wider = shortcut, stride, channels - in_channels
        if shortcut == "project":
            conv = torch.nn.Conv2d(in_channels, channels, 1, stride, bias=False)
            block.add_module("downsample", torch.nn.Sequential(conv, torch.nn.BatchNorm2d(channels)))
    return block
