def strided_filter(image, kernel, stride, dilation):
    (H, W), (KH, KW) = image.shape, kernel.shape
    if KH % 2 == 0 or KW % 2 == 0:
        raise ValueError("the kernel has no middle")
    result = np.zeros(((H + stride[0] - 1) // stride[0], (W + stride[1] - 1) // stride[1]))
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            for u in range(KH):
                for v in range(KW):
                    r = i * stride[0] + (u - KH // 2) * dilation[0]
                    c = j * stride[1] + (v - KW // 2) * dilation[1]
                    pixel = image[min(max(r, 0), H - 1), min(max(c, 0), W - 1)]
                    result[i, j] += float(kernel[u, v]) * float(pixel)
    return result
