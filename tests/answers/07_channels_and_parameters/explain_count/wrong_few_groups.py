# mistake: tries at most 64 groups; fails: explain_count_groups
def explain_count(count, in_channels, out_channels, kernel_size):
    kh, kw = kernel_size
    found = []
    for g in range(1, 65):
        if in_channels % g == 0 and out_channels % g == 0:
            w = out_channels * in_channels // g * kh * kw
            if w == count:
                found.append((g, False))
            if w + out_channels == count:
                found.append((g, True))
    return found
