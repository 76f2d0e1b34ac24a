# mistake: lists the layers with more groups first; fails: explain_count_visible, explain_count_both; says: fewer groups come first
def explain_count(count, in_channels, out_channels, kernel_size):
    kh, kw = kernel_size
    found = []
    for groups in range(in_channels, 0, -1):
        if in_channels % groups or out_channels % groups:
            continue
        weights = out_channels * (in_channels // groups) * kh * kw
        biases = out_channels
        if weights == count:
            found.append((groups, False))
        if weights + biases == count:
            found.append((groups, True))
    return found
