def input_sizes(out, kernel_size, stride, padding, dilation):
    def outputs(n):
        return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1

    def first_with_at_least(wanted):
        low, high = 0, 1
        while outputs(high) < wanted:
            high *= 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if outputs(middle) >= wanted else (middle, high)
        return high

    small = first_with_at_least(out)
    if out < 1 or outputs(small) != out:
        raise ValueError(f"{out} outputs cannot be had")
    return small, first_with_at_least(out + 1) - 1
