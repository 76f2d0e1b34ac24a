def box_overlap(boxes_a, boxes_b):
    table = np.zeros((len(boxes_a), len(boxes_b)))
    for box in [*boxes_a, *boxes_b]:
        if box[2] < 0 or box[3] < 0:
            raise ValueError("a box ends before it begins")
    for i in range(len(boxes_a)):
        for j in range(len(boxes_b)):
            ax, ay, aw, ah = (float(v) for v in boxes_a[i])
            bx, by, bw, bh = (float(v) for v in boxes_b[j])
            width = min(ax + aw / 2, bx + bw / 2) - max(ax - aw / 2, bx - bw / 2)
            height = min(ay + ah / 2, by + bh / 2) - max(ay - ah / 2, by - bh / 2)
            if width > 0 and height > 0:
                table[i, j] = width * height / (aw * ah + bw * bh - width * height)
    return table
