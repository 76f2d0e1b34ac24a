def smallest_shift(layers):
    from fractions import Fraction
    from math import lcm

    ratios = [Fraction(1)]
    for name, *numbers in layers:
        if name == "up":
            ratios.append(ratios[-1] * numbers[-1])
        elif name in {"conv", "pool"}:
            ratios.append(ratios[-1] / numbers[-1])
        else:
            raise ValueError("expected conv, pool or up")
    shift = lcm(*(ratio.denominator for ratio in ratios))
    return shift, int(shift * ratios[-1])
