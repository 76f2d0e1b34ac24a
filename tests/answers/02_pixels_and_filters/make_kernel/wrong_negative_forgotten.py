# mistake: makes room only for moves down and to the right; fails: make_kernel_visible, make_kernel_shape, make_kernel_move, make_kernel_both; says: IndexError
def make_kernel(down, right, amount):
    r = max(down, right, 0) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r - down + a, r - right + b] -= amount / 9
    k[r - down, r - right] += 1 + amount
    return k
