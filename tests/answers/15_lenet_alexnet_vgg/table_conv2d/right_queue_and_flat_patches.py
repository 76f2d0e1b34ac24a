def patches(maps, kh, kw):
    h, w = maps.shape[1] - kh + 1, maps.shape[2] - kw + 1
    cut = [[maps[:, i : i + kh, j : j + kw].reshape(len(maps), -1) for j in range(w)] for i in range(h)]
    return np.array(cut, dtype=float)  # h, w, n, kh kw


def table_conv2d(x, table, kernels, bias, dtype=float):
    queue = [np.asarray(kernel, dtype) for kernel in kernels]
    cut = [patches(x[:, c], *kernels.shape[1:]) for c in range(x.shape[1])]
    maps = []
    for column, b in zip(np.transpose(table), bias):
        total = np.full(cut[0].shape[:3], b, dtype)
        for c in np.flatnonzero(column):
            if not queue:
                raise ValueError("too few kernels")
            total = total + cut[c] @ queue.pop(0).ravel()
        maps.append(total)
    if queue:
        raise ValueError("too many kernels")
    return np.array(maps).transpose(3, 0, 1, 2)
