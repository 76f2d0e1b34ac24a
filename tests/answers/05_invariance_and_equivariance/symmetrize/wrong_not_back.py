# mistake: adds the outputs as they come out, without changing them back; fails: symmetrize_visible, symmetrize_values, symmetrize_follows, symmetrize_inputs; says: not changed back
def symmetrize(layer, image):
    outputs = []
    for turns in range(4):
        for start in (image, image[:, ::-1]):
            y = np.asarray(layer(np.rot90(start, turns)), float)
            outputs.append(y.T if turns % 2 else y)
    return sum(outputs) / 8
