# mistake: leaves the border out; fails: box_filter_visible, box_filter_middle, box_filter_ring, box_filter_ends, box_filter_inputs, box_filter_errors; says: the border is missing
def box_filter(image, size):
    kh, kw = size
    if kh < 1 or kw < 1 or kh % 2 == 0 or kw % 2 == 0 or kw > image.shape[1]:
        raise ValueError("odd windows only")
    x = image.astype(float)
    windows = np.lib.stride_tricks.sliding_window_view(x, (min(kh, len(x)), kw))
    return windows.mean(axis=(2, 3))
