# mistake: counts a bias for each input channel; fails: explain_count_visible, explain_count_bias, explain_count_both; says: each filter has a bias
def explain_count(count, in_channels, out_channels, kernel_size):
    kh, kw = kernel_size
    found = []
    for groups in range(1, in_channels + 1):
        if in_channels % groups or out_channels % groups:
            continue
        weights = out_channels * (in_channels // groups) * kh * kw
        biases = in_channels
        if weights == count:
            found.append((groups, False))
        if weights + biases == count:
            found.append((groups, True))
    return found
