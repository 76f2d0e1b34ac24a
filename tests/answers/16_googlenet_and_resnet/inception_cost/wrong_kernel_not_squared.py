# mistake: takes a kernel for a row; fails: inception_cost_visible, inception_cost_parameters, inception_cost_work; says: a kernel of 3 × 3 has 9 weights
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k + 1)
            work += n * c * k * height * width
            c = n
        out += c
    return out, parameters, work
