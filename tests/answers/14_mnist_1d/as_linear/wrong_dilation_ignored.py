# mistake: puts neighboring taps side by side, whatever the dilation is; fails: as_linear_settings
def as_linear(conv, length):
    c_out, c_in, k = conv.weight.shape
    s, p, d = conv.stride[0], conv.padding[0], conv.dilation[0]
    out = (length + 2 * p - d * (k - 1) - 1) // s + 1
    linear = torch.nn.Linear(c_in * length, c_out * out, dtype=conv.weight.dtype)
    with torch.no_grad():
        linear.weight.zero_()
        for o in range(c_out):
            for i in range(out):
                for c in range(c_in):
                    for t in range(k):
                        if 0 <= i * s - p + t < length:
                            linear.weight[o * out + i, c * length + i * s - p + t] = conv.weight[o, c, t]
        linear.bias.zero_()
        if conv.bias is not None:
            linear.bias.copy_(conv.bias.repeat_interleave(out))
    return linear
