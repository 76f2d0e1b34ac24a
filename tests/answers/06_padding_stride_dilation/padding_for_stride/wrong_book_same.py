# mistake: the book's same padding pasted in: right for stride 1 only; fails: padding_for_stride_visible, padding_for_stride_values, padding_for_stride_narrow; says: does not depend on n and stride
def padding_for_stride(n, kernel_size, stride, dilation):
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError("expected numbers of at least 1")
    total = dilation * (kernel_size - 1) + 1 - 1
    return total // 2, total - total // 2
