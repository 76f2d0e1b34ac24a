def max_unpool2d(y, rows, columns, size):
    n, c = y.shape[:2]
    if np.any(rows < 0) or np.any(columns < 0) or np.any(rows >= size[0]) or np.any(columns >= size[1]):
        raise ValueError("places must be in the map")
    flat = (rows * size[1] + columns).reshape(n * c, -1)
    result = []
    for places, values in zip(flat, y.reshape(n * c, -1).astype(float)):
        line = np.zeros(size[0] * size[1])
        for place in np.unique(places):
            line[place] = values[places == place].max()
        result.append(line)
    return np.array(result).reshape(n, c, *size)
