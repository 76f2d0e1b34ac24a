# mistake: returns the difference to the blur without the image; fails: make_kernel_visible, make_kernel_shape, make_kernel_move, make_kernel_sharpen, make_kernel_both; says: the image itself is missing
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r - down + a, r - right + b] -= amount / 9
    k[r - down, r - right] += amount
    return k
