# mistake: mirrors the image at its border, as the chapter does; fails: blur_pool_visible, blur_pool_border; says: the image was mirrored
def blur_pool(x, taps, stride):
    if len(taps) % 2 == 0:
        raise ValueError("the blur has no middle")
    middle = len(taps) // 2
    h, w = x.shape[2:]
    rows = [
        np.pad(np.arange(h), middle, mode="reflect" if h > 1 else "edge")[i : i + len(taps)] for i in range(h)
    ]
    columns = [
        np.pad(np.arange(w), middle, mode="reflect" if w > 1 else "edge")[j : j + len(taps)] for j in range(w)
    ]
    share = np.asarray(taps, float) / np.sum(taps, dtype=float)
    y = np.einsum("nciuw,u->nciw", x[:, :, np.array(rows)], share)
    y = np.einsum("ncijv,v->ncij", y[:, :, :, np.array(columns)], share)
    return y[:, :, :: stride[0], :: stride[1]]
