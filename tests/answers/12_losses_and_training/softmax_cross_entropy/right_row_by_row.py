def softmax_cross_entropy(scores, labels):
    n, k = scores.shape
    total, used, dscores = 0.0, 0, np.zeros((n, k))
    for row in range(n):
        label = int(labels[row])
        if not -1 <= label < k:
            raise ValueError(f"label {label} in row {row}")
        if label == -1:
            continue
        distance = scores[row].astype(float) - float(scores[row, label])
        top = max(distance)
        weights = [np.exp(d - top) for d in distance]
        total += top + np.log(sum(weights))
        used += 1
        dscores[row] = np.array(weights) / sum(weights)
        dscores[row, label] -= 1
    return (total / used, dscores / used) if used else (0.0, dscores)
