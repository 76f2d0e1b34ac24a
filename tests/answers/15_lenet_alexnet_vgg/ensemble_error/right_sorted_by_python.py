import math


def softmax(row: list) -> list:
    top = max(row)
    weights = [math.exp(value - top) for value in row]
    return [weight / sum(weights) for weight in weights]


def ensemble_error(scores: np.ndarray, labels: np.ndarray, k: int = 5) -> float:
    networks, pictures, classes = scores.shape
    if k not in range(1, classes + 1):
        raise ValueError(f"k = {k}, but there are {classes} classes")
    wrong = 0
    for i in range(pictures):
        beliefs = [softmax(scores[m, i].tolist()) for m in range(networks)]
        mean = [sum(column) / networks for column in zip(*beliefs)]
        order = sorted(range(classes), key=lambda j: mean[j], reverse=True)
        wrong += int(labels[i]) not in order[:k]
    return wrong / pictures
