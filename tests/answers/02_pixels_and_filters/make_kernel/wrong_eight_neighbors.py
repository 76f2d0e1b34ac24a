# mistake: takes the mean of the eight neighbors; fails: make_kernel_visible, make_kernel_sharpen, make_kernel_both; says: the mean of the eight neighbors
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r - down + a, r - right + b] -= amount / 8 if a or b else 0
    k[r - down, r - right] += 1 + amount
    return k
