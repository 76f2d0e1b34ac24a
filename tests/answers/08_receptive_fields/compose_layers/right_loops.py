def compose_layers(weight1, bias1, weight2, bias2, stride):
    (m1, c, kh, kw), (o, m, lh, lw) = weight1.shape, weight2.shape
    if m1 != m:
        raise ValueError("channels")
    sh, sw = stride
    weight = np.zeros((o, c, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    bias = np.array(bias2, dtype=float)
    for oo in range(o):
        for mm in range(m):
            for u in range(lh):
                for v in range(lw):
                    bias[oo] += weight2[oo, mm, u, v] * bias1[mm]
                    for cc in range(c):
                        for a in range(kh):
                            for b in range(kw):
                                product = float(weight2[oo, mm, u, v]) * float(weight1[mm, cc, a, b])
                                weight[oo, cc, u * sh + a, v * sw + b] += product
    return weight, bias
