def merge_layers(
    weight: np.ndarray, bias: np.ndarray, groups: int, mix: np.ndarray, mix_bias: np.ndarray, axis: int = 1
) -> tuple:
    mid = len(weight)
    if mid % groups != 0:
        raise ValueError(f"{groups} does not divide {mid}")
    if mix.shape != (len(mix_bias), mid):
        raise ValueError("mix")
    size = mid // groups
    parts = []
    for first in range(0, mid, size):
        parts.append(np.tensordot(mix[:, first : first + size], weight[first : first + size], axes=1))
    return np.concatenate(parts, axis=axis).astype(float), (mix * bias).sum(axis=1) + mix_bias
