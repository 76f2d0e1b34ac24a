def factors(shape, p, rng):
    return rng.choice([0.0, 1 / (1 - p) if p < 1 else 0.0], size=(*shape, 1, 1), p=[p, 1 - p])


def channel_dropout(x, p, training, rng):
    if p < 0:
        raise ValueError("p is below 0")
    if p > 1:
        raise ValueError("p is above 1")
    if training and p > 0:
        return x * factors(x.shape[:2], p, rng)
    return 1.0 * x
