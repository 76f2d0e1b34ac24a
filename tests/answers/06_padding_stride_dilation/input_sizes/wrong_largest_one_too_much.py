# mistake: the largest length is the smallest of the next output; fails: input_sizes_visible, input_sizes_values, input_sizes_errors; says: one too large
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    large = small + stride
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
