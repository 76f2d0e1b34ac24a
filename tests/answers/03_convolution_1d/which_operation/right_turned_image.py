def valid(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    shifted = ((u, v, image[u : u + rows, v : v + columns]) for u, v in np.ndindex(*kernel.shape))
    return sum(kernel[u, v] * part for u, v, part in shifted)


def which_operation(image, kernel, output):
    correlation = valid(image, kernel)
    convolution = np.rot90(valid(np.rot90(image, 2), kernel), 2)
    if np.shape(output) != correlation.shape:
        return "neither"
    answers = [np.allclose(correlation, output), np.allclose(convolution, output)]
    if all(answers):
        return "both"
    if not any(answers):
        return "neither"
    return "correlation" if answers[0] else "convolution"
