# mistake: puts the 1 where the image goes: right for convolution, wrong for correlation; fails: make_kernel_visible, make_kernel_move; says: this moves the image up
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r + down + a, r + right + b] -= amount / 9
    k[r + down, r + right] += 1 + amount
    return k
