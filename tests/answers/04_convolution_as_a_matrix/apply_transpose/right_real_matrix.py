def apply_transpose(outputs, kernel, size, stride):
    (h, w), (kh, kw) = size, kernel.shape
    places = [(r, c) for r in range(0, h - kh + 1, stride[0]) for c in range(0, w - kw + 1, stride[1])]
    if outputs.ndim != 2 or outputs.shape[0] != (h - kh) // stride[0] + 1 or outputs.size != len(places):
        raise ValueError("outputs and layer do not belong together")
    matrix = np.zeros((len(places), h, w))
    for row, (r, c) in zip(matrix, places):
        row[r : r + kh, c : c + kw] = kernel
    return (matrix.reshape(len(places), h * w).T @ outputs.ravel()).reshape(h, w)
