# mistake: counts only the channels of convolutions; fails: inception_cost_visible, inception_cost_channels, inception_cost_free; says: a branch that ends in a pooling, or has no steps
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k * k + 1)
            work += n * c * k * k * height * width
            c = n
        out += 0 if not branch or branch[-1] == "pool" else c
    return out, parameters, work
