def symmetrize(layer, image):
    def transpose(x):
        return x.T

    def flip(x):
        return x[::-1]

    def both(x):
        return x[::-1, ::-1]

    def left(x):
        return x.T[::-1]

    def right(x):
        return x[::-1].T

    changes = {
        (lambda x: x): lambda x: x,
        transpose: transpose,
        flip: flip,
        both: both,
        (lambda x: x[:, ::-1]): lambda x: x[:, ::-1],
        left: right,
        right: left,
        (lambda x: both(x).T): lambda x: both(x.T),
    }
    total = 0.0
    for there, back in changes.items():
        total = total + back(np.asarray(layer(there(image)), float))
    return total / 8
