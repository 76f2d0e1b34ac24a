# mistake: forgets that the last window needs its full width; fails: input_sizes_visible, input_sizes_values, input_sizes_dilation, input_sizes_short; says: this forgets the kernel
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = out * stride - 2 * padding
    large = small
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
