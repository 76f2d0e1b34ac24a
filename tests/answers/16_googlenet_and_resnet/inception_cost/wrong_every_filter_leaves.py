# mistake: adds the channels of every convolution; fails: inception_cost_visible, inception_cost_channels, inception_cost_free; says: only the last channels of a branch leave it
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
            out += n if step is not branch[-1] else 0
            c = n
        out += c
    return out, parameters, work
