def correlate(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    rows, columns = x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1
    total = np.zeros((rows, columns))
    for (u, v), factor in np.ndenumerate(kernel):
        total += float(factor) * x[u : u + rows, v : v + columns]
    return total


def regional_layer(image: np.ndarray, weight: np.ndarray, bias: np.ndarray, dtype: type = float) -> np.ndarray:
    maps, regions_down, regions_right, kh, kw = weight.shape
    high, rest_down = divmod(image.shape[0] - kh + 1, regions_down)
    wide, rest_right = divmod(image.shape[1] - kw + 1, regions_right)
    if high < 1 or wide < 1 or rest_down or rest_right:
        raise ValueError("the regions are not equal, or the window does not fit")
    y = np.empty((maps, high * regions_down, wide * regions_right), dtype)
    for m, r, s in np.ndindex(maps, regions_down, regions_right):
        part = image[r * high : (r + 1) * high + kh - 1, s * wide : (s + 1) * wide + kw - 1]
        y[m, r * high : (r + 1) * high, s * wide : (s + 1) * wide] = correlate(part, weight[m, r, s]) + bias[m, r, s]
    return y
