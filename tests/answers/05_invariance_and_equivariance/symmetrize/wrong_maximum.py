# mistake: takes the largest of the eight instead of the mean; fails: symmetrize_visible, symmetrize_values, symmetrize_inputs; says: the largest of the eight
def symmetrize(layer, image):
    outputs = []
    for turns in range(4):
        outputs.append(np.rot90(np.asarray(layer(np.rot90(image, turns)), float), -turns))
        y = np.rot90(np.asarray(layer(np.rot90(image[:, ::-1], turns)), float), -turns)
        outputs.append(y[:, ::-1])
    return np.max(outputs, axis=0)
