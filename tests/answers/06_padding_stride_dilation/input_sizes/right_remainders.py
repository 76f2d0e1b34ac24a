def input_sizes(out, kernel_size, stride, padding, dilation):
    if not out >= 1:
        raise ValueError(out)
    exact = [
        stride * (out - 1) + remainder + 1 + dilation * (kernel_size - 1) - 2 * padding for remainder in range(stride)
    ]
    if exact[-1] <= 0:
        raise ValueError(f"only lengths {exact} would do")
    return (exact[0] if exact[0] > 0 else 1), exact[-1]
