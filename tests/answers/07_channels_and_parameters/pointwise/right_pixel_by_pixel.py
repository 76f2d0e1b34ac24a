def pointwise(x: np.ndarray, layers: list, inner=lambda z: z * (z > 0)) -> np.ndarray:
    channels = x.shape[1]
    for matrix, bias in layers:
        if matrix.shape != (bias.shape[0], channels):
            raise ValueError(f"{matrix.shape} after {channels} channels")
        channels = len(matrix)
    N, _, H, W = x.shape
    y = np.empty((N, channels, H, W))
    for n in range(N):
        for i in range(H):
            for j in range(W):
                v = x[n, :, i, j].astype(float)
                for number, (matrix, bias) in enumerate(layers):
                    if number:
                        v = inner(v)
                    v = np.dot(matrix, v) + bias
                y[n, :, i, j] = v
    return y
