# mistake: accepts even kernels; fails: spoiled_outputs_short
def spoiled_outputs(n, kernel_sizes):
    sizes = [size for size in kernel_sizes if size > 1]
    depth = sum(size // 2 for size in sizes[1:])
    return [int(i < depth or i >= n - depth) for i in range(n)]
