def rearrange_weights(weight: np.ndarray, order: np.ndarray, copy: bool = True) -> np.ndarray:
    flat = weight.reshape(*weight.shape[:2], -1)
    came_from = np.argsort(order)
    if not np.array_equal(np.asarray(order)[came_from], np.arange(flat.shape[-1])):
        raise ValueError("each place has to be named once")
    return flat[..., came_from].reshape(weight.shape)
