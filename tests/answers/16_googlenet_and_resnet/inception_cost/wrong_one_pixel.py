# mistake: gives the work for one pixel; fails: inception_cost_visible, inception_cost_work; says: each weight is used at every pixel
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (c * k * k + 1)
            work += n * c * k * k
            c = n
        out += c
    return out, parameters, work
