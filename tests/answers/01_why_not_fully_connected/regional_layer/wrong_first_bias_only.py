# mistake: gives every unit of a map the bias of the first region; fails: regional_layer_visible, regional_layer_local, regional_layer_regions; says: the one of the first region
def regional_layer(image, weight, bias):
    H, W = image.shape
    M, R, S, KH, KW = weight.shape
    oh, ow = H - KH + 1, W - KW + 1
    if oh < 1 or ow < 1:
        raise ValueError("window too large")
    if oh % R or ow % S:
        raise ValueError("regions unequal")
    y = np.zeros((M, oh, ow))
    for m in range(M):
        for i in range(oh):
            for j in range(ow):
                r, s = i // (oh // R), j // (ow // S)
                y[m, i, j] = np.sum(image[i:i+KH, j:j+KW].astype(float) * weight[m, r, s]) + bias[m, 0, 0]
    return y
