def channel_dropout(x: np.ndarray, p: float = 0.5, training: bool = True, rng: np.random.Generator = None) -> np.ndarray:
    if p != min(max(p, 0), 1):
        raise ValueError("expected 0 <= p <= 1")
    y = x.astype(np.float64)
    if training:
        for image in y:
            for channel in image:
                if rng.uniform() < p:
                    channel[...] = 0
                else:
                    channel /= 1 - p
    return y
