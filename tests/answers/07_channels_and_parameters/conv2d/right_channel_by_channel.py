def one_kernel(image, kernel, stride):
    views = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[:: stride[0], :: stride[1]]
    return (views * kernel).sum(axis=(2, 3))


def conv2d(x, weight, bias, stride, padding):
    assert_fit = weight.shape[1] == x.shape[1] and len(bias) == len(weight)
    if not assert_fit:
        raise ValueError("does not fit")
    t, b, left, r = padding
    images = []
    for image in x:
        image = [np.pad(channel.astype(float), ((t, b), (left, r))) for channel in image]
        images.append(
            [sum(one_kernel(c, k, stride) for c, k in zip(image, f)) + beta for f, beta in zip(weight, bias)]
        )
    return np.array(images)
