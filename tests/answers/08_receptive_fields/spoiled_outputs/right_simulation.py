def padded_run(x, kernels):
    for w in kernels:
        r = len(w) // 2
        wide = [0] * r + x + [0] * r
        x = [sum(a * b for a, b in zip(w, wide[i:])) for i in range(len(x))]
    return x


def spoiled_outputs(n, kernel_sizes):
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError("odd sizes only")
    kernels = [
        [1 + (7 * tap + 3 * number) % 5 for tap in range(size)] for number, size in enumerate(kernel_sizes)
    ]
    x = [1 + (3 * i) % 7 for i in range(n)]
    far = sum(size // 2 for size in kernel_sizes)
    roomy = padded_run([0] * far + x + [0] * far, kernels)[far : far + n]
    return [int(a != b) for a, b in zip(padded_run(x, kernels), roomy)]
