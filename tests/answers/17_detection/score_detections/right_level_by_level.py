def score_detections(overlaps: np.ndarray, scores: np.ndarray, threshold: float = 0.5) -> tuple[list[int], float]:
    """For each number of hits, the best precision with which it is reached."""
    objects = np.shape(overlaps)[1]
    if not objects:
        raise ValueError("there is nothing to find")
    owner: dict[int, int] = {}
    ranks = np.lexsort((np.arange(len(scores)), -np.asarray(scores, float)))
    hits = []
    for d in ranks:
        options = [(-overlaps[d, t], t) for t in range(objects) if t not in owner and overlaps[d, t] >= threshold]
        if options:
            owner[min(options)[1]] = int(d)
        hits.append(len(owner))
    got = {d: t for t, d in owner.items()}
    best = [max((h / (k + 1) for k, h in enumerate(hits) if h >= level), default=0.0) for level in range(1, objects + 1)]
    return [got.get(d, -1) for d in range(len(ranks))], sum(best) / objects
