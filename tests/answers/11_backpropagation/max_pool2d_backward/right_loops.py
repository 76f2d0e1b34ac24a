def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    N, C, H, W = x.shape
    rows = (H + 2 * padding[0] - kernel_size[0]) // stride[0] + 1
    columns = (W + 2 * padding[1] - kernel_size[1]) // stride[1] + 1
    if dy.shape != (N, C, rows, columns):
        raise ValueError(f"dy: expected {(N, C, rows, columns)}")
    dx = np.zeros((N, C, H, W))
    for n, c, i, j in np.ndindex(dy.shape):
        winners, best = [], None
        for r in range(i * stride[0] - padding[0], i * stride[0] - padding[0] + kernel_size[0]):
            for q in range(j * stride[1] - padding[1], j * stride[1] - padding[1] + kernel_size[1]):
                if 0 <= r < H and 0 <= q < W:
                    if best is None or x[n, c, r, q] > best:
                        winners, best = [(r, q)], x[n, c, r, q]
                    elif x[n, c, r, q] == best:
                        winners.append((r, q))
        for r, q in winners:
            dx[n, c, r, q] += float(dy[n, c, i, j]) / len(winners)
    return dx
