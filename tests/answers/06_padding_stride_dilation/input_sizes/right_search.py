def count(n, k, s, p, d):
    return len([start for start in range(-p, n + p, s) if start + d * (k - 1) < n + p])


def input_sizes(out, kernel_size, stride, padding, dilation):
    if out < 1:
        raise ValueError("a layer gives at least one value")
    limit = out * stride + dilation * kernel_size + 1
    fits = [n for n in range(1, limit + 1) if count(n, kernel_size, stride, padding, dilation) == out]
    if not fits:
        raise ValueError(f"no input length gives {out}")
    return fits[0], fits[-1]
