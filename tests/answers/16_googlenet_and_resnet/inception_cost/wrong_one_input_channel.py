# mistake: gives a filter one kernel; fails: inception_cost_visible, inception_cost_parameters, inception_cost_work; says: a filter has a kernel for every input channel
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                continue
            k, n = step
            parameters += n * (k * k + 1)
            work += n * k * k * height * width
            c = n
        out += c
    return out, parameters, work
