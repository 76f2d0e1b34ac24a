import math


def early_stop(losses: list, patience: int, least: float = 0.0) -> tuple:
    if len(losses) < 1 or not patience >= 1 or not least >= 0:
        raise ValueError("expected some losses, patience of 1 or more, least of 0 or more")
    best = 0
    while True:
        level = math.inf if math.isnan(losses[best]) else losses[best] - least
        coming = range(best + 1, min(best + patience + 1, len(losses)))
        better = [epoch for epoch in coming if losses[epoch] < level]
        if not better:
            return (coming[-1] if coming else best), best
        best = better[0]
