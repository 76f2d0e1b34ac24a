# mistake: counts the first layer too; fails: spoiled_outputs_visible, spoiled_outputs_stacks, spoiled_outputs_ones; says: the first layer pads in the same way
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    depth = sum(size // 2 for size in kernel_sizes)
    return [int(i < depth or i >= n - depth) for i in range(n)]
