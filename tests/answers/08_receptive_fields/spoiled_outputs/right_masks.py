def spoiled_outputs(n: int, kernel_sizes: list):
    import itertools

    reaches = []
    for size in kernel_sizes:
        if not size % 2:
            raise ValueError(f"{size} is even")
        reaches.append((size - 1) // 2)
    active = list(itertools.dropwhile(lambda reach: reach == 0, reaches))
    spoiled = set()
    for reach in active[1:]:
        spoiled |= {j for i in spoiled for j in range(i - reach, i + reach + 1) if 0 <= j < n}
        spoiled |= {i for i in range(n) if i - reach < 0 or i + reach >= n}
    return np.isin(np.arange(n), list(spoiled)).astype(int)
