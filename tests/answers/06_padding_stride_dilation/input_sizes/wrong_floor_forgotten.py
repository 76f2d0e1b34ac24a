# mistake: takes the formula as exact: one length only; fails: input_sizes_visible, input_sizes_values, input_sizes_short; says: the rounding lets longer inputs
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    large = small
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
