# mistake: uses max pooling in both styles; fails: lenet_visible, lenet_1998; says: this is max pooling; in 1998 it is average pooling
def lenet(image_shape, classes, style):
    if style not in ("today", "1998"):
        raise ValueError("unknown style")
    c, h, w = image_shape
    h, w = (h // 2 - 4) // 2, (w // 2 - 4) // 2
    if h < 1 or w < 1:
        raise ValueError("too small")
    act = torch.nn.ReLU if style == "today" else torch.nn.Tanh
    pool = torch.nn.MaxPool2d
    return torch.nn.Sequential(
        torch.nn.Conv2d(c, 6, 5, padding=2),
        act(),
        pool(2),
        torch.nn.Conv2d(6, 16, 5),
        act(),
        pool(2),
        torch.nn.Flatten(),
        torch.nn.Linear(16 * h * w, 120),
        act(),
        torch.nn.Linear(120, 84),
        act(),
        torch.nn.Linear(84, classes),
    )
