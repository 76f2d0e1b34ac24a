def early_stop(losses, patience, least):
    if len(losses) == 0:
        raise ValueError("no losses")
    if patience < 1 or least < 0:
        raise ValueError("patience must be at least 1, least at least 0")
    values = np.where(np.isnan(losses), np.inf, losses)
    kept, current = [], 0
    for epoch, value in enumerate(values):
        if (value < values[current]) if np.isinf(values[current]) else (values[current] - value > least):
            current = epoch
        kept.append(current)
    waited = np.arange(len(kept)) - np.array(kept)
    over = np.flatnonzero(waited >= patience)
    last = int(over[0]) if len(over) else len(kept) - 1
    return last, kept[last]
