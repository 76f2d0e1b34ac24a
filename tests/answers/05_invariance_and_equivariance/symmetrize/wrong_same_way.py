# mistake: turns the output once more in the same direction; fails: symmetrize_visible, symmetrize_values, symmetrize_follows, symmetrize_inputs; says: in the other direction
def symmetrize(layer, image):
    total = 0.0
    for turns in range(4):
        total = total + np.rot90(np.asarray(layer(np.rot90(image, turns)), float), turns)
        y = np.rot90(np.asarray(layer(np.rot90(image[:, ::-1], turns)), float), turns)
        total = total + y[:, ::-1]
    return total / 8
