# mistake: uses the width for both directions; fails: box_filter_visible, box_filter_middle, box_filter_ring, box_filter_ends; says: it should be 1 high
def box_filter(image, size):
    H, W = image.shape
    KH, KW = size
    if min(KH, KW) < 1 or KH % 2 != 1 or KW % 2 != 1 or KW > W:
        raise ValueError("not a window for this image")
    y = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            total, count = 0.0, 0
            for a in range(-(KW // 2), KW // 2 + 1):
                for b in range(-(KW // 2), KW // 2 + 1):
                    if 0 <= i + a < H:
                        total += float(image[i + a, (j + b) % W])
                        count += 1
            y[i, j] = total / count
    return y
