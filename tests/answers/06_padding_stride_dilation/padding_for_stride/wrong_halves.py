# mistake: gives half of the total to both sides and loses the odd zero; fails: padding_for_stride_visible, padding_for_stride_values, padding_for_stride_narrow; says: halving it lost the zero
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + dilation * (kernel_size - 1) + 1 - n, 0)
    return total // 2, total // 2
