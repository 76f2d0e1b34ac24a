def padding_for_stride(n, kernel_size, stride, dilation):
    if any(number < 1 for number in (n, kernel_size, stride, dilation)):
        raise ValueError("all arguments must be positive")
    wanted = len(range(0, n, stride))
    before = after = 0
    while len(range(0, n + before + after - dilation * (kernel_size - 1), stride)) < wanted:
        if after > before:
            before += 1
        else:
            after += 1
    return before, after
