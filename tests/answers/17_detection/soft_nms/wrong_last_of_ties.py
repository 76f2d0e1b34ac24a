# mistake: takes the last of equal scores; fails: soft_nms_visible, soft_nms_scores, soft_nms_limits; says: the one with the lowest index goes first
def soft_nms(overlaps, scores, labels, iou_threshold, min_score):
    now = np.array(scores, dtype=float)
    left = list(range(len(now)))
    kept, new_scores = [], []
    while left:
        best = max(left, key=lambda k: (now[k], k))
        if now[best] < min_score:
            break
        left.remove(best)
        kept.append(best)
        new_scores.append(now[best])
        for k in left:
            if labels[k] == labels[best] and overlaps[best, k] > iou_threshold:
                now[k] = now[k] * (1 - overlaps[best, k])
    return kept, new_scores
