# mistake: takes a dy of any shape; fails: average_pool2d_backward_errors
def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    h, w = x_shape[2:]
    dx = np.zeros(x_shape)
    for i in range(min(dy.shape[2], (h + 2 * padding[0] - kernel_size[0]) // stride[0] + 1)):
        for j in range(min(dy.shape[3], (w + 2 * padding[1] - kernel_size[1]) // stride[1] + 1)):
            top, left = i * stride[0] - padding[0], j * stride[1] - padding[1]
            part = dx[:, :, max(top, 0) : top + kernel_size[0], max(left, 0) : left + kernel_size[1]]
            part += dy[:, :, i, j][:, :, None, None] / (part.shape[2] * part.shape[3])
    return dx
