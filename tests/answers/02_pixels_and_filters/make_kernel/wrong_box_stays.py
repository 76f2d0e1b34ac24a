# mistake: moves the image, but not the mean that is subtracted; fails: make_kernel_visible, make_kernel_both; says: the box stayed in the middle
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r + a, r + b] -= amount / 9
    k[r - down, r - right] += 1 + amount
    return k
