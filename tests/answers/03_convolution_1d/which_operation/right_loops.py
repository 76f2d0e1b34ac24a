def which_operation(image, kernel, output):
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = h - kh + 1, w - kw + 1
    if output.shape != (rows, columns):
        return "neither"
    plain, flipped = np.zeros((rows, columns)), np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for u in range(kh):
                for v in range(kw):
                    plain[i, j] += kernel[u, v] * image[i + u, j + v]
                    flipped[i, j] += kernel[kh - 1 - u, kw - 1 - v] * image[i + u, j + v]
    names = {(True, True): "both", (True, False): "correlation", (False, True): "convolution"}
    return names.get((np.allclose(plain, output), np.allclose(flipped, output)), "neither")
