# mistake: takes d k for the effective kernel; fails: input_sizes_visible, input_sizes_dilation; says: covers 7 samples, not 8
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * kernel_size - 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
