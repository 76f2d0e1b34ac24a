# mistake: lets a branch read what the branch before it puts out; fails: inception_cost_visible, inception_cost_parameters; says: expected: [15, 119, 1080]
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    c = in_channels
    for branch in branches:
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k * k + 1)
            work += n * c * k * k * height * width
            c = n
        out += c
    return out, parameters, work
