def conv1d_centered(x, w, center):
    if not 0 <= center <= len(w) - 1:
        raise ValueError(f"center {center} is not in a kernel of {len(w)}")
    return np.convolve(np.asarray(x, float), np.asarray(w, float))[center : center + len(x)]
