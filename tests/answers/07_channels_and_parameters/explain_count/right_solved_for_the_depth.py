def explain_count(
    count: int, in_channels: int, out_channels: int, kernel_size: tuple, quiet: bool = True
) -> list:
    """Solve count = out (depth kh kw + bias) for the depth of a filter."""
    answers = []
    for bias in (0, 1):
        per_filter, rest = divmod(count, out_channels)
        depth, other = divmod(per_filter - bias, kernel_size[0] * kernel_size[1])
        if rest or other or depth < 1 or in_channels % depth:
            continue
        groups = in_channels // depth
        if out_channels % groups == 0:
            answers.append((groups, bool(bias)))
    return sorted(answers)
