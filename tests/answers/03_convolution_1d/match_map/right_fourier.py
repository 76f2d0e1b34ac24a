def match_map(image, pattern, pad: int = 0):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if h < kh or w < kw:
        raise ValueError("no place for the pattern")
    centered = pattern - pattern.mean()
    product = np.fft.rfft2(image) * np.conj(np.fft.rfft2(centered, s=(h, w)))
    return np.fft.irfft2(product, s=(h, w))[: h - kh + 1, : w - kw + 1]
