def halves(numbers: np.ndarray) -> np.ndarray:
    return numbers.reshape(*numbers.shape[:-2], numbers.shape[-2] // 2, 2, numbers.shape[-1] // 2, 2)


def augment_pair(image: np.ndarray, mask: np.ndarray, top: int, left: int, size: int, flip: bool, brightness: float = 1.0):
    """Move image and mask as one array of four channels."""
    both = np.concatenate([image, mask[None]]).astype(np.int64)
    square = np.zeros((4, size, size), dtype=np.int64)
    square[3] = 255
    for i in range(size):
        for j in range(size):
            if 0 <= top + i < both.shape[1] and 0 <= left + j < both.shape[2]:
                square[:, i, size - 1 - j if flip else j] = both[:, top + i, left + j]
    colors = np.minimum((square[:3] * brightness).astype(np.int64), 255)
    return (halves(colors).sum(axis=(-3, -1)) // 4).astype(np.uint8), halves(square[3])[:, 0, :, 0].astype(np.uint8)
