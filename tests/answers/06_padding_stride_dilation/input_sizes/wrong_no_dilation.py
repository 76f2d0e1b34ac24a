# mistake: leaves the dilation out; fails: input_sizes_visible, input_sizes_dilation; says: the dilation is forgotten
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + kernel_size - 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
