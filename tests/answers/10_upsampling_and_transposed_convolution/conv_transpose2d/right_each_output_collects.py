def conv_transpose2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray,
    stride: tuple,
    padding: tuple,
    size: tuple,
    flip: bool = False,
) -> np.ndarray:
    (sh, sw), (top, bottom, left, right) = stride, padding
    kh, kw = weight.shape[2:]
    starts = range(0, size[0] + top + bottom - kh + 1, sh), range(0, size[1] + left + right - kw + 1, sw)
    if tuple(map(len, starts)) != x.shape[2:]:
        raise ValueError("size")
    y = np.empty((len(x), len(bias), *size))
    for p in range(size[0]):
        for q in range(size[1]):
            total = bias.astype(float)[None].repeat(len(x), axis=0)
            for i, row in enumerate(starts[0]):
                for j, column in enumerate(starts[1]):
                    a, b = p + top - row, q + left - column
                    if 0 <= a < kh and 0 <= b < kw:
                        total = total + x[:, :, i, j].astype(float) @ weight[:, :, a, b]
            y[:, :, p, q] = total
    return y
