# mistake: takes d k for the effective kernel; fails: padding_for_stride_visible, padding_for_stride_values; says: covers 7 samples, not 8
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + dilation * kernel_size - n, 0)
    return total // 2, total - total // 2
