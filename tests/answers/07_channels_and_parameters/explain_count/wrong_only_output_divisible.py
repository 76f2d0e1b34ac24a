# mistake: rounds the input channels of a group down; fails: explain_count_visible, explain_count_none; says: must divide
def explain_count(count, in_channels, out_channels, kernel_size):
    kh, kw = kernel_size
    found = []
    for groups in range(1, in_channels + 1):
        if out_channels % groups:
            continue
        weights = out_channels * (in_channels // groups) * kh * kw
        biases = out_channels
        if weights == count:
            found.append((groups, False))
        if weights + biases == count:
            found.append((groups, True))
    return found
