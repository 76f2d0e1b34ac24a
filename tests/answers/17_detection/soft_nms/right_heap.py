import heapq


def soft_nms(overlaps: np.ndarray, scores: np.ndarray, labels: np.ndarray, iou_threshold: float, min_score: float = 0.0):
    kept: list[int] = []
    new_scores: list[float] = []
    heap = [(-float(score), box) for box, score in enumerate(scores)]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= min_score:
        negative, best = heapq.heappop(heap)
        kept.append(best)
        new_scores.append(-negative)
        neighbors = np.flatnonzero((labels == labels[best]) & (overlaps[best] > iou_threshold))
        heap = [(s * (1 - float(overlaps[best, b])) if b in neighbors else s, b) for s, b in heap]
        heapq.heapify(heap)
    return kept, new_scores
