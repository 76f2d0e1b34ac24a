# mistake: lets a kernel reach k - 1 places to each side; fails: spoiled_outputs_visible, spoiled_outputs_stacks, spoiled_outputs_ones; says: reaches 2 places to each side, not 4
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    sizes = [size for size in kernel_sizes if size > 1]
    depth = sum(size - 1 for size in sizes[1:])
    return [int(i < depth or i >= n - depth) for i in range(n)]
