# mistake: the chapter's function with a size: repeats the pixels at the edge; fails: box_filter_visible, box_filter_ring, box_filter_ends; says: as in the chapter
def box_filter(image, size):
    kh, kw = size
    if kh < 1 or kw < 1 or kh % 2 == 0 or kw % 2 == 0 or kw > image.shape[1]:
        raise ValueError("odd windows only")
    padded = np.pad(image.astype(float), ((kh // 2, kh // 2), (0, 0)), mode="edge")
    padded = np.pad(padded, ((0, 0), (kw // 2, kw // 2)), mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, (kh, kw)).mean(axis=(2, 3))
