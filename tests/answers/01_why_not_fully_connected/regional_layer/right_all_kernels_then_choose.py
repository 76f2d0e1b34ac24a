def regional_layer(image, weight, bias):
    m, r, s, kh, kw = weight.shape
    x = np.asarray(image, dtype=float)
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the window is too large")
    rows, columns = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    if rows % r > 0 or columns % s > 0:
        raise ValueError("unequal regions")
    patches = np.stack([x[u : u + rows, v : v + columns] for u in range(kh) for v in range(kw)])
    everything = np.tensordot(weight.reshape(m, r, s, kh * kw), patches, axes=1) + bias[..., None, None]
    down, right = np.arange(rows) * r // rows, np.arange(columns) * s // columns
    i, j = np.ogrid[:rows, :columns]
    return everything[:, down[:, None], right[None, :], i, j]
