def decode_cells(cells, anchors, cell_size, threshold):
    a = len(anchors)
    channels, rows, columns = cells.shape
    if channels != 5 * a:
        raise ValueError(f"{channels} channels for {a} anchors")
    tx, ty, tw, th, to = cells.astype(float).reshape(a, 5, rows, columns).transpose(1, 2, 3, 0)  # (rows, columns, a)
    squash = lambda t: 1 / (1 + np.exp(-t))
    x = (np.arange(columns)[:, None] + squash(tx)) * cell_size
    y = (np.arange(rows)[:, None, None] + squash(ty)) * cell_size
    w, h = np.exp(tw) * [p[0] for p in anchors], np.exp(th) * [p[1] for p in anchors]
    trust = squash(to)
    sure = trust >= threshold
    edges = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
    limits = [columns * cell_size, rows * cell_size] * 2
    boxes = np.stack([np.clip(edge, 0, limit)[sure] for edge, limit in zip(edges, limits)], axis=-1)
    return boxes, trust[sure]
