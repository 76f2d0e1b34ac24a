# mistake: takes any number of channels; fails: decode_cells_errors
def decode_cells(cells, anchors, cell_size, threshold):
    sigmoid = lambda t: 1 / (1 + np.exp(-t))
    channels, rows, columns = cells.shape
    boxes, confidences = [], []
    for i in range(rows):
        for j in range(columns):
            for a, (pw, ph) in enumerate(anchors):
                tx, ty, tw, th, to = cells[5 * a : 5 * (a + 1), i, j]
                x, y = (j + sigmoid(tx)) * cell_size, (i + sigmoid(ty)) * cell_size
                w, h = pw * np.exp(tw), ph * np.exp(th)
                if sigmoid(to) >= threshold:
                    x1, x2 = np.clip([x - w / 2, x + w / 2], 0, columns * cell_size)
                    y1, y2 = np.clip([y - h / 2, y + h / 2], 0, rows * cell_size)
                    boxes.append([x1, y1, x2, y2])
                    confidences.append(sigmoid(to))
    return np.array(boxes).reshape(-1, 4), np.array(confidences)
