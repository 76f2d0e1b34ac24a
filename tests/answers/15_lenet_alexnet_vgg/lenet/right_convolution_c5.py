import math


class Head(torch.nn.Module):
    """The paper's C5: a convolution as large as its input; its weights are kept as those of a linear layer."""

    def __init__(self, rows, columns):
        super().__init__()
        self.size = (rows, columns)
        self.weight = torch.nn.Parameter(torch.empty(120, 16 * rows * columns))
        self.bias = torch.nn.Parameter(torch.zeros(120))
        torch.nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))

    def forward(self, maps):
        kernels = self.weight.reshape(120, 16, *self.size)
        return torch.nn.functional.conv2d(maps, kernels, self.bias)[:, :, 0, 0]


def lenet(image_shape, classes, style):
    bends = {"today": torch.nn.ReLU, "1998": torch.nn.Tanh}
    pools = {"today": torch.nn.MaxPool2d, "1998": torch.nn.AvgPool2d}
    try:
        bend, pool = bends[style], pools[style]
    except KeyError:
        raise ValueError("today or 1998") from None
    sides = list(image_shape[1:])
    for lost in (0, 4):
        sides = [math.floor((n - lost) / 2) for n in sides]
        if min(sides) < 1:
            raise ValueError("too small")
    layers = [torch.nn.Conv2d(image_shape[0], 6, 5, padding=2), bend(), pool(2)]
    layers += [torch.nn.Conv2d(6, 16, 5), bend(), pool(2), Head(*sides), bend()]
    layers += [torch.nn.Linear(120, 84), bend(), torch.nn.Linear(84, classes)]
    return torch.nn.Sequential(*layers)
