def on_canvas(output, border, corner, size):
    inner = np.asarray(output)[border : output.shape[0] - border, border : output.shape[1] - border]
    canvas = np.full(size, np.nan)
    y, x = corner[0] + border, corner[1] + border
    canvas[y : y + inner.shape[0], x : x + inner.shape[1]] = inner
    return canvas


def equivariance_error(layer, scene, shift, stride, border):
    steps = [divmod(step, stride) for step in shift]
    if any(rest for _, rest in steps):
        raise ValueError("the output cannot move by part of a place")
    outputs = []
    for sign in (1, -1):
        cut = [slice(max(sign * s, 0), n - max(-sign * s, 0)) for s, n in zip(shift, scene.shape)]
        outputs.append(np.asarray(layer(scene[tuple(cut)].copy())))
    size = [n + abs(step) + 2 * border for n, (step, _) in zip(outputs[0].shape, steps)]
    corners = [[max(sign * step, 0) for step, _ in steps] for sign in (1, -1)]
    canvases = [on_canvas(output, border, corner, size) for output, corner in zip(outputs, corners)]
    difference = np.abs(canvases[0] - canvases[1])
    if np.isnan(difference).all():
        raise ValueError("nothing overlaps")
    return np.nanmax(difference)
