# mistake: keeps the dtype of the image; fails: upsample_bilinear_visible, upsample_bilinear_inputs; says: cut to whole numbers
def upsample_bilinear(x, size, align_corners):
    n, c, h, w = x.shape

    def place(i, old, new):
        if align_corners:
            at = i * (old - 1) / (new - 1) if new > 1 else 0.0
        else:
            at = (i + 0.5) * old / new - 0.5
        return min(max(at, 0.0), old - 1.0)

    y = np.zeros((n, c, size[0], size[1]), x.dtype)
    for i in range(size[0]):
        for j in range(size[1]):
            p, q = place(i, h, size[0]), place(j, w, size[1])
            top, left = int(p), int(q)
            bottom, right = min(top + 1, h - 1), min(left + 1, w - 1)
            s, t = p - top, q - left
            above = (1 - t) * x[:, :, top, left] + t * x[:, :, top, right]
            below = (1 - t) * x[:, :, bottom, left] + t * x[:, :, bottom, right]
            y[:, :, i, j] = (1 - s) * above + s * below
    return y
