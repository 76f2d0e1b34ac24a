# mistake: ignores stride, padding and dilation; fails: as_linear_visible, as_linear_settings; says: the stride is forgotten
def as_linear(conv, length):
    c_out, c_in, k = conv.weight.shape
    out = length - k + 1
    linear = torch.nn.Linear(c_in * length, c_out * out, dtype=conv.weight.dtype)
    with torch.no_grad():
        linear.weight.zero_()
        for o in range(c_out):
            for i in range(out):
                for c in range(c_in):
                    linear.weight[o * out + i, c * length + i : c * length + i + k] = conv.weight[o, c]
        linear.bias.zero_()
        if conv.bias is not None:
            linear.bias.copy_(conv.bias.repeat_interleave(out))
    return linear
