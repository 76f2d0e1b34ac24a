def spoiled_outputs(n, kernel_sizes, start=0):
    sizes = [size for size in kernel_sizes if size != 1]
    if any(size % 2 == 0 for size in sizes):
        raise ValueError("even kernel")
    depth = sum((size - 1) // 2 for size in sizes[1:])
    marks = np.zeros(n, int)
    marks[: min(depth, n)] = 1
    marks[max(n - depth, start) :] = 1
    return marks.tolist()
