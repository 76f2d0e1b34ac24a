def which_operation(image, kernel, output):
    shape = tuple(np.array(image.shape) - kernel.shape + 1)
    if output.shape != shape:
        return "neither"
    size = tuple(np.array(image.shape) + kernel.shape - 1)
    found = []
    for name, k in (("correlation", kernel[::-1, ::-1]), ("convolution", kernel)):
        full = np.fft.irfft2(np.fft.rfft2(image, size) * np.fft.rfft2(k, size), size)
        valid = full[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :][: shape[0], : shape[1]]
        if np.allclose(valid, output, rtol=1e-5, atol=1e-6):
            found.append(name)
    return {0: "neither", 1: "".join(found), 2: "both"}[len(found)]
