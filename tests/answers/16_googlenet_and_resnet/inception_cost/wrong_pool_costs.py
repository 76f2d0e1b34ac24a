# mistake: counts a comparison as a multiply-add; fails: inception_cost_visible, inception_cost_free; says: expected: [256, 163696, 128049152]
def inception_cost(in_channels, height, width, branches):
    out, parameters, work = 0, 0, 0
    for branch in branches:
        c = in_channels
        for step in branch:
            if step == "pool":
                work += 9 * c * height * width * (len(branch) > 1)
                continue
            k, n = step
            parameters += n * (c * k * k + 1)
            work += n * c * k * k * height * width
            c = n
        out += c
    return out, parameters, work
