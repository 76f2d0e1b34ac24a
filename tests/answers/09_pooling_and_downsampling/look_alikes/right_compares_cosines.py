def look_alikes(waves, pixels, stride):
    if pixels % stride != 0:
        raise ValueError("does not divide")
    places = np.arange(0, pixels, stride)

    def kept(w):
        return np.cos(2 * np.pi * w * places / pixels)

    return [w for w in range(pixels // 2 + 1) if np.allclose(kept(w), kept(waves), atol=1e-6)]
