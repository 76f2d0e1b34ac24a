# mistake: mirrors the caller's image in place; fails: symmetrize_inputs
def symmetrize(layer, image):
    total = 0.0
    for mirrored in (False, True):
        if mirrored:
            image = image if image.flags.writeable else image.copy()
            image[:] = image[:, ::-1].copy()
        for turns in range(4):
            y = np.rot90(np.asarray(layer(np.rot90(image, turns)), float), -turns)
            total = total + (y[:, ::-1] if mirrored else y)
    return total / 8
