# mistake: leaves out the mirror images; fails: symmetrize_visible, symmetrize_follows; says: mirror images are missing
def symmetrize(layer, image):
    total = 0.0
    for turns in range(4):
        total = total + np.rot90(np.asarray(layer(np.rot90(image, turns)), float), -turns)
    return total / 4
