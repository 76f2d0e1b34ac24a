import math


def padding_for_stride(n: int, kernel_size: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    for name, number in {"n": n, "kernel_size": kernel_size, "stride": stride, "dilation": dilation}.items():
        if number < 1:
            raise ValueError(f"{name} must be at least 1, got {number}")
    last_start = (math.ceil(n / stride) - 1) * stride
    missing = last_start + dilation * (kernel_size - 1) - (n - 1)
    half, odd = divmod(missing if missing > 0 else 0, 2)
    return (half, half + odd)
