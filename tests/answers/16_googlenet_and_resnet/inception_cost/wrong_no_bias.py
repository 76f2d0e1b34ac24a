# mistake: forgets the biases; fails: inception_cost_visible, inception_cost_parameters; says: the biases are parameters, too
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k * k)
            work += n * c * k * k * height * width
            c = n
        out += c
    return out, parameters, work
