# mistake: lowers from the first score each time; fails: soft_nms_visible, soft_nms_scores; says: from the score that it has then
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
            if labels[k] == labels[best] and overlaps[best, k] > iou_threshold:
                now[k] = float(scores[k]) * (1 - overlaps[best, k])
    return kept, new_scores
