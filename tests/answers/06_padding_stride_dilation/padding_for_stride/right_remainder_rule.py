def padding_for_stride(n, kernel_size, stride, dilation):
    if n < 1 or kernel_size < 1 or stride < 1 or dilation < 1:
        raise ValueError("all arguments must be positive")
    effective = dilation * (kernel_size - 1) + 1
    total = max(effective - (n % stride or stride), 0)
    before = total // 2
    return before, total - before
