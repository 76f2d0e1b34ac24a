def compose_layers(weight1, bias1, weight2, bias2, stride: tuple = (1, 1)):
    M, C, KH, KW = weight1.shape
    O, M2, LH, LW = weight2.shape
    if M != M2:
        raise ValueError(f"the first layer gives {M} channels, the second takes {M2}")
    H, W = (LH - 1) * stride[0] + KH, (LW - 1) * stride[1] + KW
    place = np.zeros((LH, KH, H))
    for u in range(LH):
        for a in range(KH):
            place[u, a, u * stride[0] + a] = 1
    shift = np.zeros((LW, KW, W))
    for v in range(LW):
        for b in range(KW):
            shift[v, b, v * stride[1] + b] = 1
    weight = np.einsum("omuv,mcab,uah,vbw->ochw", weight2, weight1, place, shift, optimize=True)
    return weight, bias2 + np.einsum("omuv,m->o", weight2, bias1)
