# mistake: makes the kernel just large enough for the move; fails: make_kernel_visible, make_kernel_shape, make_kernel_both; says: shape
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right), 1)
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            if 0 <= r - down + a <= 2 * r and 0 <= r - right + b <= 2 * r:
                k[r - down + a, r - right + b] -= amount / 9
    k[r - down, r - right] += 1 + amount
    return k
