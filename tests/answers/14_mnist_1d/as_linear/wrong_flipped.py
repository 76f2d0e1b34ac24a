# mistake: writes the kernels backwards, as a true convolution has them; fails: as_linear_visible, as_linear_channels, as_linear_settings; says: the kernel is flipped
def as_linear(conv, length):
    n = conv.in_channels * length
    with torch.no_grad():
        eye = torch.eye(n, dtype=conv.weight.dtype).reshape(n, conv.in_channels, length)
        flipped = conv.weight.flip(2)
        y = torch.nn.functional.conv1d(eye, flipped, None, conv.stride, conv.padding, conv.dilation)
        linear = torch.nn.Linear(n, y[0].numel(), dtype=y.dtype)
        linear.weight.copy_(y.flatten(1).T)
        linear.bias.copy_(conv(0 * eye[:1]).flatten())
    return linear
