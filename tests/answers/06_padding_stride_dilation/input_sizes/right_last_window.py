def input_sizes(out: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> tuple[int, int]:
    first_sample_of_last_window = (out - 1) * stride - padding
    last_sample = first_sample_of_last_window + (kernel_size - 1) * dilation
    lengths = range(last_sample - padding + 1, last_sample - padding + 1 + stride)
    possible = [n for n in lengths if n > 0]
    if out <= 0 or not possible:
        raise ValueError("impossible output size")
    return min(possible), max(possible)
