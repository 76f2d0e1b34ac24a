def augment_pair(image, mask, top, left, size, flip, brightness):
    around = ((size + abs(top),) * 2, (size + abs(left),) * 2)
    rows, columns = (slice(border[0] + start, border[0] + start + size) for border, start in zip(around, (top, left)))
    picture = np.pad(image, ((0, 0), *around))[:, rows, columns].astype(float)
    labels = np.pad(mask, around, constant_values=255)[rows, columns]
    if flip:
        picture, labels = picture[..., ::-1], labels[..., ::-1]
    picture = np.floor(np.clip(picture * brightness, 0, 255))
    quarters = [picture[:, i::2, j::2] for i in (0, 1) for j in (0, 1)]
    return (sum(quarters) // 4).astype(np.uint8), labels[::2, ::2].copy()
