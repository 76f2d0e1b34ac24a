# mistake: repeats the biases as a whole, which puts them on the wrong outputs; fails: as_linear_visible, as_linear_bias; says: all positions of channel 0 come first
def as_linear(conv, length):
    n = conv.in_channels * length
    with torch.no_grad():
        eye = torch.eye(n, dtype=conv.weight.dtype).reshape(n, conv.in_channels, length)
        y = torch.nn.functional.conv1d(eye, conv.weight, None, conv.stride, conv.padding, conv.dilation)
        linear = torch.nn.Linear(n, y[0].numel(), dtype=y.dtype)
        linear.weight.copy_(y.flatten(1).T)
        linear.bias.zero_()
        if conv.bias is not None:
            linear.bias.copy_(conv.bias.repeat(y.shape[2]))
    return linear
