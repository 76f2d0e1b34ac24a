def blur_axis(images, taps, axis):
    moved = np.moveaxis(images, axis, -1)
    middle = len(taps) // 2
    padded = np.pad(moved, [(0, 0)] * (moved.ndim - 1) + [(middle, middle)])
    length = moved.shape[-1]
    blurred = sum(float(tap) * padded[..., k : k + length] for k, tap in enumerate(taps))
    return np.moveaxis(blurred, -1, axis)


def blur_pool(x, taps, stride):
    if len(taps) % 2 != 1:
        raise ValueError(f"{len(taps)} taps have no middle")

    def both(images):
        return blur_axis(blur_axis(images, taps, 2), taps, 3)

    image = x.astype(float)
    return (both(image) / both(np.ones_like(image)))[:, :, :: stride[0], :: stride[1]]
