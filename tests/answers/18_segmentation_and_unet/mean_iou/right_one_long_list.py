def mean_iou(predictions, truths, num_classes, ignore):
    pairs = list(zip(predictions, truths, strict=True))
    if any(a.shape != b.shape for a, b in pairs) or not pairs:
        raise ValueError("shapes do not fit")
    guess = np.concatenate([a.reshape(-1).astype(np.int64) for a, _ in pairs])
    truth = np.concatenate([b.reshape(-1).astype(np.int64) for _, b in pairs])
    guess, truth = guess[truth != ignore], truth[truth != ignore]
    if len(truth) == 0 or min(guess.min(), truth.min()) < 0 or max(guess.max(), truth.max()) >= num_classes:
        raise ValueError("classes do not fit")
    iou = []
    for k in range(num_classes):
        union = np.count_nonzero((guess == k) | (truth == k))
        iou.append(np.count_nonzero((guess == k) & (truth == k)) / union if union else np.nan)
    return np.array(iou), np.nanmean(iou)
