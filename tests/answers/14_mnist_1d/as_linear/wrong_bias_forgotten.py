# mistake: forgets the bias; fails: as_linear_visible, as_linear_bias; says: the bias is forgotten
def as_linear(conv, length):
    n = conv.in_channels * length
    with torch.no_grad():
        eye = torch.eye(n, dtype=conv.weight.dtype).reshape(n, conv.in_channels, length)
        y = torch.nn.functional.conv1d(eye, conv.weight, None, conv.stride, conv.padding, conv.dilation)
        linear = torch.nn.Linear(n, y[0].numel(), dtype=y.dtype)
        linear.weight.copy_(y.flatten(1).T)
        linear.bias.zero_()
    return linear
