def places(old, new, align_corners):
    i = np.arange(new)
    return i * (old - 1) / max(new - 1, 1) if align_corners else (2 * i + 1) * old / (2 * new) - 0.5


def upsample_bilinear(x, size, align_corners):
    def along_last(images, new):
        old = images.shape[-1]
        at = places(old, new, align_corners)
        return np.apply_along_axis(lambda line: np.interp(at, np.arange(old), line), -1, images)

    wide = along_last(x, size[1])
    return along_last(wide.swapaxes(2, 3), size[0]).swapaxes(2, 3)
