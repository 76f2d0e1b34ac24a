def symmetrize(layer, image, ways: int = 8):
    if ways == 1:
        return np.asarray(layer(image), dtype=float)
    if ways == 8:
        other = symmetrize(layer, np.fliplr(image), 4)
        return (symmetrize(layer, image, 4) + np.fliplr(other)) / 2
    if ways == 4:
        other = symmetrize(layer, np.rot90(image, 2), 2)
        return (symmetrize(layer, image, 2) + np.rot90(other, 2)) / 2
    other = symmetrize(layer, np.rot90(image, 1), 1)
    return (symmetrize(layer, image, 1) + np.rot90(other, 3)) / 2
