# mistake: answers also where no input exists; fails: input_sizes_errors
def input_sizes(out, kernel_size, stride, padding, dilation):
    small = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    large = small + stride - 1
    return max(small, 1), max(large, 1)
