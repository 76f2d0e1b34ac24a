# mistake: accepts anything; fails: padding_for_stride_errors
def padding_for_stride(n, kernel_size, stride, dilation):
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + dilation * (kernel_size - 1) + 1 - n, 0)
    return total // 2, total - total // 2
