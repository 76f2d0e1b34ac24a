# mistake: asks for floor(n / s) outputs; fails: padding_for_stride_visible, padding_for_stride_values, padding_for_stride_narrow; says: 4 outputs, not 3
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    outputs = n // stride
    total = max((outputs - 1) * stride + dilation * (kernel_size - 1) + 1 - n, 0)
    return total // 2, total - total // 2
