def explain_count(count, in_channels, out_channels, kernel_size):
    area = kernel_size[0] * kernel_size[1]
    table = {}
    groups = 1
    while groups <= in_channels:
        ins, outs = in_channels / groups, out_channels / groups
        if ins == int(ins) and outs == int(outs):
            one_group = int(ins) * int(outs) * area
            table.setdefault(groups * one_group, []).append((groups, False))
            table.setdefault(groups * (one_group + int(outs)), []).append((groups, True))
        groups += 1
    return sorted(table.get(count, []))
