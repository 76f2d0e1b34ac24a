def look_alikes(waves, pixels, stride):
    left, rest = divmod(pixels, stride)
    if rest:
        raise ValueError("stride")
    ladder = set(range(waves % left, pixels // 2 + 1, left))
    ladder.update(range((-waves) % left, pixels // 2 + 1, left))
    return sorted(ladder)
