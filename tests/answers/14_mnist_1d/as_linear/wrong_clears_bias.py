# mistake: sets the bias of the given layer to zero to get the weights, and leaves it there; fails: as_linear_kept
def as_linear(conv, length):
    n = conv.in_channels * length
    with torch.no_grad():
        eye = torch.eye(n, dtype=conv.weight.dtype).reshape(n, conv.in_channels, length)
        shift = conv(0 * eye[:1]).flatten()
        if conv.bias is not None:
            conv.bias.zero_()
        y = conv(eye)
        linear = torch.nn.Linear(n, len(shift), dtype=y.dtype)
        linear.weight.copy_(y.flatten(1).T)
        linear.bias.copy_(shift)
    return linear
