import itertools


def is_even(k, s):
    """Count the products of each output of a long input; leave out the border."""
    counts = np.zeros((2 * k + 2) * s + k, dtype=int)
    for start in range(0, (2 * k + 2) * s + 1, s):
        counts[start : start + k] += 1
    return len(set(counts[k : len(counts) - k])) == 1


def even_layers(n: int, m: int, stride: int, largest: int, first: int = 1) -> list:
    found = []
    for k, o in itertools.product(range(first, largest + 1), range(stride)):
        twice, odd = divmod((n - 1) * stride + k + o - m, 2)
        if not odd and 0 <= twice < k and is_even(k, stride):
            found.append((k, twice, o))
    return sorted(found)
