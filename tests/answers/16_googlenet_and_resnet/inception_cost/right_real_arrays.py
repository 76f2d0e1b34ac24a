import itertools


def inception_cost(in_channels, height, width, branches):
    """Make each weight, and count it."""
    counts = {"stored": 0, "used": 0}

    def follow(channels, step):
        match step:
            case "pool":
                return channels
            case (size, filters):
                weight = np.broadcast_to(0.0, (filters, channels, size, size))
                counts["stored"] += weight.size + filters
                counts["used"] += weight.size * height * width
                return filters

    ends = []
    for branch in branches:
        *_, end = itertools.accumulate(branch, follow, initial=in_channels)
        ends.append(end)
    return sum(ends), counts["stored"], counts["used"]
