def patches(image, kh, kw):
    h, w = image.shape
    return [image[i : i + kh, j : j + kw].ravel() for i in range(h - kh + 1) for j in range(w - kw + 1)]


def match_map(image, pattern):
    (h, w), (kh, kw) = np.shape(image), np.shape(pattern)
    if kh > h or kw > w:
        raise ValueError("expected a pattern no larger than the image")
    p = np.asarray(pattern, float).ravel()
    seen = np.array(patches(np.asarray(image, float), kh, kw))
    return (seen @ p - seen.sum(axis=1) * p.mean()).reshape(h - kh + 1, w - kw + 1)
