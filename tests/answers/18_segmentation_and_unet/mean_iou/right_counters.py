from collections import Counter


def mean_iou(predictions: list, truths: list, num_classes: int, ignore: int = 255) -> tuple[np.ndarray, float]:
    """Count every pixel by what is predicted and what is there."""
    if len(predictions) - len(truths):
        raise ValueError("as many predictions as truths")
    seen: Counter = Counter()
    for guess, truth in zip(predictions, truths):
        if np.shape(guess) != np.shape(truth):
            raise ValueError("a pair must have one shape")
        seen.update(zip(np.ravel(guess).tolist(), np.ravel(truth).tolist()))
    seen = Counter({(g, t): n for (g, t), n in seen.items() if t != ignore})
    if not seen or any(k not in range(num_classes) for pair in seen for k in pair):
        raise ValueError("classes from 0 on, and at least one of them")
    iou = []
    for k in range(num_classes):
        either = sum(n for pair, n in seen.items() if k in pair)
        iou.append(seen[k, k] / either if either else float("nan"))
    numbers = [value for value in iou if value == value]
    return np.array(iou), sum(numbers) / len(numbers)
