def soft_nms(overlaps, scores, labels, iou_threshold, min_score):
    now = np.array(scores, dtype=float)
    same = np.equal.outer(labels, labels)
    factor = np.where(same & (np.asarray(overlaps) > iou_threshold), 1 - np.asarray(overlaps, float), 1.0)
    alive = np.ones(len(now), dtype=bool)
    kept, new_scores = [], []
    for _ in range(len(now)):
        best = int(np.argmax(np.where(alive, now, -np.inf)))
        if now[best] < min_score:
            break
        kept.append(best)
        new_scores.append(now[best])
        alive[best] = False
        now *= np.where(alive, factor[best], 1)
    return np.array(kept, dtype=int), np.array(new_scores)
