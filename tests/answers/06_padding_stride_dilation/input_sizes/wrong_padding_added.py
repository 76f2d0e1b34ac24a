# mistake: adds the padding to the length that is needed; fails: input_sizes_visible, input_sizes_values, input_sizes_short, input_sizes_errors; says: the padding is added
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 + 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
