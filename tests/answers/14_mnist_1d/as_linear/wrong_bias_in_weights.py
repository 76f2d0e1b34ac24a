# mistake: feeds single ones through the whole layer, so that each column has the bias in it; fails: as_linear_visible, as_linear_bias; says: the bias is in the weights
def as_linear(conv, length):
    n = conv.in_channels * length
    with torch.no_grad():
        y = conv(torch.eye(n, dtype=conv.weight.dtype).reshape(n, conv.in_channels, length))
        linear = torch.nn.Linear(n, y[0].numel(), dtype=y.dtype)
        linear.weight.copy_(y.flatten(1).T)
        linear.bias.zero_()
        if conv.bias is not None:
            linear.bias.copy_(conv.bias.repeat_interleave(y.shape[2]))
    return linear
