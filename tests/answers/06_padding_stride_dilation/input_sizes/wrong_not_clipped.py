# mistake: returns lengths of 0 and below; fails: input_sizes_short
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return small, large
