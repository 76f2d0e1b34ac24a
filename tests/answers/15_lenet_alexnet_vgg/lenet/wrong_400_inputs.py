# mistake: has 16 · 5 · 5 inputs in the first linear layer, whatever the picture; fails: lenet_visible, lenet_layers, lenet_today, lenet_1998, lenet_scores; says: fits pictures of 28 × 28 only
def lenet(image_shape, classes, style):
    if style not in ("today", "1998"):
        raise ValueError("unknown style")
    c, h, w = image_shape
    h, w = (h // 2 - 4) // 2, (w // 2 - 4) // 2
    if h < 1 or w < 1:
        raise ValueError("too small")
    act = torch.nn.ReLU if style == "today" else torch.nn.Tanh
    pool = torch.nn.MaxPool2d if style == "today" else torch.nn.AvgPool2d
    return torch.nn.Sequential(
        torch.nn.Conv2d(c, 6, 5, padding=2),
        act(),
        pool(2),
        torch.nn.Conv2d(6, 16, 5),
        act(),
        pool(2),
        torch.nn.Flatten(),
        torch.nn.Linear(400, 120),
        act(),
        torch.nn.Linear(120, 84),
        act(),
        torch.nn.Linear(84, classes),
    )
