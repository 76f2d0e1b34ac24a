# mistake: looks at the widest later layer only; fails: spoiled_outputs_visible, spoiled_outputs_stacks; says: creeps inwards
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    sizes = [size for size in kernel_sizes if size > 1]
    depth = max([size // 2 for size in sizes[1:]], default=0)
    return [int(i < depth or i >= n - depth) for i in range(n)]
