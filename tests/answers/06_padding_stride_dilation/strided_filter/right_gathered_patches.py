def strided_filter(image: np.ndarray, kernel: np.ndarray, stride: tuple, dilation: tuple = (1, 1)) -> np.ndarray:
    numbers = []
    for axis in (0, 1):
        n, k = image.shape[axis], kernel.shape[axis]
        if k % 2 != 1:
            raise ValueError("the kernel must be odd in both directions")
        places = np.arange(0, n, stride[axis])[:, None] + dilation[axis] * (np.arange(k) - (k - 1) // 2)
        numbers.append(np.minimum(np.maximum(places, 0), n - 1))
    rows, columns = numbers
    patches = image[rows[:, None, :, None], columns[None, :, None, :]]
    return np.tensordot(patches.astype(float), kernel.astype(float), axes=2)
