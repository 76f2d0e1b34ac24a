def augment_pair(image, mask, top, left, size, flip, brightness):
    def pixel(i, j):
        """Return the colors and the class at row i and column j of the square, after the mirror."""
        r, c = top + i, left + (size - 1 - j if flip else j)
        if 0 <= r < mask.shape[0] and 0 <= c < mask.shape[1]:
            return [min(255, int(value * brightness)) for value in image[:, r, c].tolist()], mask[r, c]
        return [0, 0, 0], 255

    half = size // 2
    picture, labels = np.zeros((3, half, half), np.uint8), np.zeros((half, half), np.uint8)
    for i in range(half):
        for j in range(half):
            block = [pixel(2 * i + u, 2 * j + v) for u in (0, 1) for v in (0, 1)]
            picture[:, i, j] = [sum(colors) // 4 for colors in zip(*(one[0] for one in block))]
            labels[i, j] = block[0][1]
    return picture, labels
