# mistake: lets every layer after the first spoil one more output, whatever its size; fails: spoiled_outputs_visible, spoiled_outputs_stacks, spoiled_outputs_ones, spoiled_outputs_short; says: 2 places to each side
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    depth = max(len([size for size in kernel_sizes if size > 1]) - 1, 0)
    return [int(i < depth or i >= n - depth) for i in range(n)]
