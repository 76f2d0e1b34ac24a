# mistake: counts all layers but the last; fails: spoiled_outputs_visible, spoiled_outputs_stacks, spoiled_outputs_ones, spoiled_outputs_short; says: 2 places to each side
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    depth = sum(size // 2 for size in kernel_sizes[:-1])
    return [int(i < depth or i >= n - depth) for i in range(n)]
