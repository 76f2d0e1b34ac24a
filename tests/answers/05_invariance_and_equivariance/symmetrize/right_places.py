def symmetrize(layer, image):
    h, w = image.shape
    number = np.arange(h * w).reshape(h, w)
    total = None
    for transposed in (False, True):
        for rows in (1, -1):
            for columns in (1, -1):
                moved = number[::rows, ::columns]
                moved = moved.T if transposed else moved
                output = np.array(layer(image.ravel()[moved]), dtype=float)
                place = np.arange(output.size).reshape(output.shape[::-1] if transposed else output.shape)
                place = place[::rows, ::columns]
                place = place.T if transposed else place
                back = np.empty(output.size)
                back[place.ravel()] = output.ravel()
                back = back.reshape(output.shape[::-1] if transposed else output.shape)
                total = back if total is None else total + back
    return total / 8.0
