def as_linear(conv: torch.nn.Conv1d, length: int, verbose: bool = False) -> torch.nn.Linear:
    c_out, c_in, taps = conv.weight.shape
    stride, padding, dilation = conv.stride[0], conv.padding[0], conv.dilation[0]
    out = (length + 2 * padding - dilation * (taps - 1) - 1) // stride + 1
    matrix = torch.zeros(c_out * out, c_in * length, dtype=conv.weight.dtype)
    for o in range(c_out):
        for i in range(out):
            for c in range(c_in):
                for k in range(taps):
                    j = i * stride + k * dilation - padding
                    if 0 <= j < length:
                        matrix[o * out + i, c * length + j] = conv.weight[o, c, k].detach()
    linear = torch.nn.Linear(c_in * length, c_out * out, dtype=conv.weight.dtype)
    linear.weight = torch.nn.Parameter(matrix)
    bias = torch.zeros(c_out) if conv.bias is None else conv.bias.detach()
    linear.bias = torch.nn.Parameter(bias.to(matrix.dtype).repeat_interleave(out))
    return linear
