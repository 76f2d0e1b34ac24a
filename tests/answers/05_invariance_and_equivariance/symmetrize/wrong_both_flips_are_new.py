# mistake: takes flips of both axes besides the turns, so half of the changes count twice; fails: symmetrize_visible, symmetrize_follows; says: count twice
def symmetrize(layer, image):
    total = 0.0
    for turns in range(4):
        for start, step in ((image, 1), (image[::-1, ::-1], -1)):
            y = np.rot90(np.asarray(layer(np.rot90(start, turns)), float), -turns)
            total = total + y[::step, ::step]
    return total / 8
