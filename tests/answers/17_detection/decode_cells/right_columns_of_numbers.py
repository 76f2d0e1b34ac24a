def decode_cells(cells, anchors, cell_size, threshold):
    n, rows, columns = cells.shape
    if n % 5 or n // 5 != len(anchors):
        raise ValueError("five channels for each anchor")
    numbers = np.moveaxis(cells, 0, 2).reshape(-1, 5).astype(np.float64)  # one line for each anchor of each cell
    places = np.indices((rows, columns, len(anchors))).reshape(3, -1)
    sure = numbers[:, 4] >= (np.log(threshold / (1 - threshold)) if threshold > 0 else -np.inf)
    numbers, (i, j, k) = numbers[sure], places[:, sure]
    numbers[:, [0, 1, 4]] = np.exp(numbers[:, [0, 1, 4]]) / (1 + np.exp(numbers[:, [0, 1, 4]]))
    center = (numbers[:, :2] + np.column_stack([j, i])) * cell_size
    size = np.array(anchors, dtype=float)[k] * np.exp(numbers[:, 2:4])
    boxes = np.concatenate([center - size / 2, center + size / 2], axis=1)
    boxes[:, ::2] = np.minimum(np.maximum(boxes[:, ::2], 0), columns * cell_size)
    boxes[:, 1::2] = np.minimum(np.maximum(boxes[:, 1::2], 0), rows * cell_size)
    return boxes, numbers[:, 4]
