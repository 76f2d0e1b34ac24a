# mistake: forgets the branch without steps; fails: inception_cost_visible, inception_cost_channels; says: a branch without steps hands its input on
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
        out += c if branch else 0
    return out, parameters, work
