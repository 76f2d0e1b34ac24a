def placed(kernel, start, wide, dilation):
    """Return one row: a kernel whose first tap stands at ``start``."""
    row = kernel.new_zeros(kernel.shape[0], wide)
    row[:, start : start + dilation * kernel.shape[1] : dilation] = kernel
    return row


def as_linear(conv, length):
    kernels = conv.weight.data
    (stride,), (pad,), (dilation,) = conv.stride, conv.padding, conv.dilation
    reach = dilation * (kernels.shape[2] - 1) + 1
    spread = kernels.new_zeros(*kernels.shape[:2], reach)
    spread[:, :, ::dilation] = kernels
    wide = length + 2 * pad
    rows = [
        placed(kernel, start, wide, 1)[:, pad : pad + length].reshape(-1)
        for kernel in spread
        for start in range(0, wide - reach + 1, stride)
    ]
    layer = torch.nn.Linear(conv.in_channels * length, len(rows), bias=conv.bias is not None, dtype=kernels.dtype)
    state = {"weight": torch.stack(rows)}
    if conv.bias is not None:
        state["bias"] = conv.bias.data[:, None].expand(-1, len(rows) // len(kernels)).reshape(-1)
    layer.load_state_dict(state)
    return layer
