# mistake: lowers boxes of other classes too; fails: soft_nms_visible, soft_nms_classes; says: another class
def soft_nms(overlaps, scores, labels, iou_threshold, min_score):
    now = np.array(scores, dtype=float)
    left = list(range(len(now)))
    kept, new_scores = [], []
    while left:
        best = left[int(np.argmax(now[left]))]
        if now[best] < min_score:
            break
        left.remove(best)
        kept.append(best)
        new_scores.append(now[best])
        for k in left:
            if overlaps[best, k] > iou_threshold:
                now[k] = now[k] * (1 - overlaps[best, k])
    return kept, new_scores
