def make_kernel(down, right, amount):
    small = np.full((3, 3), -amount / 9)
    small[1, 1] += 1.0 + amount
    far = max(down, -down, right, -right)
    return np.pad(small, ((far - down, far + down), (far - right, far + right)))
