# mistake: takes the height for the width; fails: inception_cost_visible, inception_cost_work; says: expected: [15, 119, 1080]
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k * k + 1)
            work += n * c * k * k * height * height
            c = n
        out += c
    return out, parameters, work
