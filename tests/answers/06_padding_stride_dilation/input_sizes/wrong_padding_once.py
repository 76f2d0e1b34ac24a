# mistake: counts the padding on one side (p in total); fails: input_sizes_visible, input_sizes_values, input_sizes_short, input_sizes_errors; says: counts on both sides
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
