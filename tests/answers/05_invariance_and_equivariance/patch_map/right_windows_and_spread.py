def patch_map(classify, image, size, step):
    c, h, w = np.shape(image)
    if h < size or w < size:
        raise ValueError(f"patches of {size} in an image of {h} x {w}")
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(1, 2))[:, ::step, ::step]
    rows, columns = windows.shape[1:3]
    patches = windows.transpose(1, 2, 0, 3, 4).reshape(rows * columns, c, size, size)
    scores = np.array(classify(patches), float).T.reshape(-1, rows, columns)
    votes = np.zeros((len(scores) + 1, h, w))
    for y in range(size):
        for x in range(size):
            votes[:-1, y : y + (rows - 1) * step + 1 : step, x : x + (columns - 1) * step + 1 : step] += scores
            votes[-1, y : y + (rows - 1) * step + 1 : step, x : x + (columns - 1) * step + 1 : step] += 1
    result = votes[:-1].argmax(axis=0)
    result[votes[-1] == 0] = -1
    return result
