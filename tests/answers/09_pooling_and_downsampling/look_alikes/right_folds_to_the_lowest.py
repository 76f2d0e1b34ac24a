def look_alikes(waves: int, pixels: int, stride: int, tolerance: float = 0.0) -> list:
    """Every wave has one lowest form; equal lowest forms look the same."""
    left = pixels / stride
    if left != int(left):
        raise ValueError(f"{pixels} / {stride}")

    def lowest(w):
        rest = w % int(left)
        return min(rest, int(left) - rest)

    return [w for w in range(pixels // 2 + 1) if abs(lowest(w) - lowest(waves)) <= tolerance]
