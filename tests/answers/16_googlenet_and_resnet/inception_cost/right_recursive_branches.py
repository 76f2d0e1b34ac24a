def branch_cost(channels, pixels, steps):
    """Return the costs of a chain of steps: what leaves it, parameters, products."""
    if not steps:
        return np.array([channels, 0, 0])
    first, *rest = steps
    if first == "pool":
        return branch_cost(channels, pixels, rest)
    size, filters = first
    own = np.array([0, filters * (channels * size * size + 1), filters * channels * size * size * pixels])
    return own + branch_cost(filters, pixels, rest)


def inception_cost(in_channels: int, height: int, width: int, branches: list) -> tuple:
    total = np.zeros(3, int)
    for steps in branches:
        total += branch_cost(in_channels, height * width, steps)
    return tuple(int(number) for number in total)
