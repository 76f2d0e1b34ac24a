# mistake: lets every convolution read the module's input; fails: inception_cost_visible, inception_cost_parameters, inception_cost_work; says: reads what the first one puts out
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
        out += next((s[1] for s in reversed(branch) if s != "pool"), in_channels)
    return out, parameters, work
