# mistake: takes a first layer of size 1 for one that gives something outside; fails: spoiled_outputs_visible, spoiled_outputs_ones; says: of size 1
def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("even")
    depth = sum(size // 2 for size in kernel_sizes[1:])
    return [int(i < depth or i >= n - depth) for i in range(n)]
