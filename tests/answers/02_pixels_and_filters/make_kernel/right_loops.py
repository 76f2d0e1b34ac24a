def make_kernel(down, right, amount):
    r = max(abs(down), abs(right)) + 1
    k = np.zeros((2 * r + 1, 2 * r + 1))
    for a in range(-1, 2):
        for b in range(-1, 2):
            k[r - down + a, r - right + b] -= amount / 9
    k[r - down, r - right] += 1 + amount
    return k
