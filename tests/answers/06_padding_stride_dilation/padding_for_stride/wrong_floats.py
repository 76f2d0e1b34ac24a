# mistake: divides with / and returns 0.5 of a zero; fails: padding_for_stride_visible, padding_for_stride_values, padding_for_stride_narrow; says: half a zero does not exist
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + dilation * (kernel_size - 1) + 1 - n, 0)
    return total / 2, total / 2
