def pixel_numbers(x_shape, kernel_size, stride, padding):
    """For each entry of the matrix the number of the pixel that was copied, -1 for the padding."""
    number = np.arange(np.prod(x_shape)).reshape(x_shape)
    sides = ((0, 0), (0, 0), (padding[0], padding[0]), (padding[1], padding[1]))
    padded = np.pad(number, sides, constant_values=-1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel_size, (2, 3))
    windows = windows[:, :, :: stride[0], :: stride[1]].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(np.prod(windows.shape[:3]), -1)


def row2im(rows, x_shape, kernel_size, stride, padding):
    numbers = pixel_numbers(x_shape, kernel_size, stride, padding)
    if numbers.shape != rows.shape:
        raise ValueError(f"rows should be {numbers.shape}")
    total = np.zeros(np.prod(x_shape) + 1)
    np.add.at(total, numbers, rows)
    return total[:-1].reshape(x_shape)
