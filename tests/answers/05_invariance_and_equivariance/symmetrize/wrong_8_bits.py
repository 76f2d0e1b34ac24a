# mistake: adds in the dtype of the outputs; fails: symmetrize_inputs
def symmetrize(layer, image):
    total = 0
    for turns in range(4):
        total = total + np.rot90(layer(np.rot90(image, turns)), -turns)
        total = total + np.rot90(layer(np.rot90(image[:, ::-1], turns)), -turns)[:, ::-1]
    return total / 8
