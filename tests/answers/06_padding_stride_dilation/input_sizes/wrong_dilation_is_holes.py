# mistake: takes d for the number of holes between taps (the d - 1 convention); fails: input_sizes_visible, input_sizes_dilation; says: one sample between them, not two
def input_sizes(out, kernel_size, stride, padding, dilation):
    if dilation == 1:
        dilation = 0
    small = (out - 1) * stride + (dilation + 1) * (kernel_size - 1) + 1 - 2 * padding
    large = small + stride - 1
    if out < 1 or large < 1:
        raise ValueError("no such input")
    return max(small, 1), large
