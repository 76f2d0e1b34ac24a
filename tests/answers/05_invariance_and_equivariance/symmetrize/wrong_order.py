# mistake: undoes the mirror image first and the turn last; fails: symmetrize_visible, symmetrize_values, symmetrize_follows, symmetrize_inputs; says: last one first
def symmetrize(layer, image):
    total = 0.0
    for turns in range(4):
        total = total + np.rot90(np.asarray(layer(np.rot90(image, turns)), float), -turns)
        y = np.asarray(layer(np.rot90(image[:, ::-1], turns)), float)
        total = total + np.rot90(y[:, ::-1], -turns)
    return total / 8
