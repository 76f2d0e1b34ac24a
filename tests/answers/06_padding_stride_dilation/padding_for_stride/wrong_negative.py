# mistake: lets the padding become negative; fails: padding_for_stride_visible, padding_for_stride_narrow; says: cannot be negative
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    outputs = -(-n // stride)
    total = (outputs - 1) * stride + dilation * (kernel_size - 1) + 1 - n
    return total // 2, total - total // 2
