def columns(x, size, stride):
    (kh, kw), (sh, sw) = size, stride
    rows = (x.shape[2] - kh) // sh + 1
    cols = (x.shape[3] - kw) // sw + 1
    patches = [x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for i in range(rows) for j in range(cols)]
    return np.stack([patch.reshape(len(x), -1) for patch in patches], axis=2), rows, cols


def conv2d(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride=(1, 1), padding=(0, 0, 0, 0), dtype=float
) -> np.ndarray:
    """One matrix product for each image: im2col."""
    top, bottom, left, right = padding
    x = np.pad(x.astype(dtype), ((0, 0), (0, 0), (top, bottom), (left, right)))
    filters, depth, kh, kw = weight.shape
    if depth != x.shape[1] or bias.size != filters:
        raise ValueError("shapes do not fit")
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("kernel does not fit")
    table, rows, cols = columns(x, (kh, kw), stride)
    y = weight.reshape(filters, -1) @ table + bias.reshape(-1, 1)
    return y.reshape(len(x), filters, rows, cols)
