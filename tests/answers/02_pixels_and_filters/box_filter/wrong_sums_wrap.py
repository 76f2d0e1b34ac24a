# mistake: adds slices of pixels in their own dtype; fails: box_filter_visible, box_filter_inputs; says: wrap at 256
def box_filter(image, size):
    kh, kw = size
    if kh < 1 or kw < 1 or kh % 2 == 0 or kw % 2 == 0 or kw > image.shape[1]:
        raise ValueError("odd windows only")
    h = len(image)
    y = np.zeros(image.shape)
    for i in range(h):
        total, count = np.zeros_like(image[0]), 0
        for row in range(max(i - kh // 2, 0), min(i + kh // 2 + 1, h)):
            for step in range(-(kw // 2), kw // 2 + 1):
                total = total + np.roll(image[row], step)
                count += 1
        y[i] = total / count
    return y
