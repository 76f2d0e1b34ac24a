def make_kernel(down: int, right: int, amount: float = 0.0) -> np.ndarray:
    side = 2 * max(abs(down), abs(right)) + 3
    dot, box = np.zeros((side, side)), np.zeros((side, side))
    dot[side // 2, side // 2] = 1
    box[side // 2 - 1 : side // 2 + 2, side // 2 - 1 : side // 2 + 2] = 1 / 9
    return np.roll(dot + amount * (dot - box), (-down, -right), axis=(0, 1))
