# mistake: forgets the padding at the right end; fails: spoiled_outputs_visible, spoiled_outputs_stacks, spoiled_outputs_ones, spoiled_outputs_short; says: the padding at the other end
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    sizes = [size for size in kernel_sizes if size > 1]
    depth = sum(size // 2 for size in sizes[1:])
    return [int(i < depth) for i in range(n)]
