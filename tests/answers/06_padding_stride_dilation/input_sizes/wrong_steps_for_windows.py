# mistake: out windows take out steps; fails: input_sizes_visible, input_sizes_values, input_sizes_dilation, input_sizes_short, input_sizes_errors; says: after out - 1 steps
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = out * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
