def rearrange_weights(weight, order):
    units, colors, h, w = weight.shape
    columns = weight.reshape(units * colors, h * w).T
    if len(order) != len(columns):
        raise ValueError("the order has the wrong length")
    by_place = dict(zip([int(place) for place in order], columns))
    if any(place not in by_place for place in range(h * w)):
        raise ValueError("a place gets no pixel")
    return np.stack([by_place[place] for place in range(h * w)], axis=1).reshape(weight.shape)
