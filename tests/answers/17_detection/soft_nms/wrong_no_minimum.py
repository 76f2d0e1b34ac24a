# mistake: keeps boxes however low they are; fails: soft_nms_visible, soft_nms_scores, soft_nms_limits; says: below min_score
def soft_nms(overlaps, scores, labels, iou_threshold, min_score):
    now = np.array(scores, dtype=float)
    left = list(range(len(now)))
    kept, new_scores = [], []
    while left:
        best = left[int(np.argmax(now[left]))]
        left.remove(best)
        kept.append(best)
        new_scores.append(now[best])
        for k in left:
            if labels[k] == labels[best] and overlaps[best, k] > iou_threshold:
                now[k] = now[k] * (1 - overlaps[best, k])
    return kept, new_scores
