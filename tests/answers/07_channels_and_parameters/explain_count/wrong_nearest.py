# mistake: returns the nearest layer when none fits; fails: explain_count_visible, explain_count_none; says: no layer has exactly
def explain_count(count, in_channels, out_channels, kernel_size):
    area = kernel_size[0] * kernel_size[1]
    best, found = None, []
    for groups in range(1, in_channels + 1):
        if in_channels % groups or out_channels % groups:
            continue
        for bias in (False, True):
            size = out_channels * (in_channels // groups * area + bias)
            if best is None or abs(size - count) < best:
                best, found = abs(size - count), [(groups, bias)]
            elif abs(size - count) == best:
                found.append((groups, bias))
    return found
