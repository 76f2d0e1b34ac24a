# mistake: takes down for columns and right for rows; fails: make_kernel_visible, make_kernel_move; says: rows and columns are exchanged
def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r - right + a, r - down + b] -= amount / 9
    k[r - right, r - down] += 1 + amount
    return k
