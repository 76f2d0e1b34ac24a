# mistake: does not mirror the outputs back; fails: symmetrize_visible, symmetrize_values, symmetrize_follows, symmetrize_inputs; says: not mirrored back
def symmetrize(layer, image):
    total = 0.0
    for turns in range(4):
        for start in (image, image[:, ::-1]):
            total = total + np.rot90(np.asarray(layer(np.rot90(start, turns)), float), -turns)
    return total / 8
