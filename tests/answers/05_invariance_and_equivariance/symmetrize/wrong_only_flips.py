# mistake: flips rows and columns, but never turns by 90 degrees; fails: symmetrize_visible, symmetrize_values, symmetrize_follows; says: 90 and 270 degrees are missing
def symmetrize(layer, image):
    total = 0.0
    for rows in (1, -1):
        for columns in (1, -1):
            total = total + np.asarray(layer(image[::rows, ::columns]), float)[::rows, ::columns]
    return total / 4
