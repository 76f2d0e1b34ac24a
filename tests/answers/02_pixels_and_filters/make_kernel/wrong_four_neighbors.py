# mistake: uses the stronger sharpening by four neighbors; fails: make_kernel_visible, make_kernel_sharpen, make_kernel_both; says: by four neighbors
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a, b in [(-1, 0), (1, 0), (0, -1), (0, 1)]:
        k[r - down + a, r - right + b] -= amount
    k[r - down, r - right] += 1 + 4 * amount
    return k
