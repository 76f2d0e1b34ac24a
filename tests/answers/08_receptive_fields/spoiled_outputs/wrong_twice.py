# mistake: counts outputs twice where the two ends meet; fails: spoiled_outputs_short
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    sizes = [size for size in kernel_sizes if size > 1]
    depth = sum(size // 2 for size in sizes[1:])
    return [1] * depth + [0] * (n - 2 * depth) + [1] * depth
