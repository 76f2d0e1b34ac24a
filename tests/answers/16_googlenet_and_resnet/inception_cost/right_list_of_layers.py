def inception_cost(in_channels, height, width, branches, bias=True):
    convs, leaving = [], []
    for branch in branches:
        steps = [step for step in branch if step != "pool"]
        reads = [in_channels] + [filters for _, filters in steps]
        convs += [(c, k, filters) for c, (k, filters) in zip(reads, steps)]
        leaving.append(reads[-1])
    weights = sum(c * k**2 * filters for c, k, filters in convs)
    biases = sum(filters for _, _, filters in convs)
    return sum(leaving), weights + biases * bias, weights * height * width
