def soft_nms(overlaps, scores, labels, iou_threshold, min_score, left=None):
    """The best one, and then the same question about the rest."""
    left = dict(enumerate(np.asarray(scores, float).tolist())) if left is None else left
    strong = {box: score for box, score in left.items() if score >= min_score}
    if not strong:
        return [], []
    best = min(strong, key=lambda box: (-strong[box], box))
    rest = {
        box: score * (1 - overlaps[box, best])
        if labels[box] == labels[best] and overlaps[box, best] > iou_threshold
        else score
        for box, score in left.items()
        if box != best
    }
    kept, new_scores = soft_nms(overlaps, scores, labels, iou_threshold, min_score, rest)
    return [best, *kept], [strong[best], *new_scores]
