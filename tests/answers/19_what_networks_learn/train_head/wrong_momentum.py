# mistake: adds momentum to the steps; fails: train_head_visible, train_head_values; says: no momentum
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images)
    head = torch.nn.Linear(features.shape[1], classes, dtype=features.dtype)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    speeds = [0.0, 0.0]
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(head(features), labels)
        slopes = torch.autograd.grad(loss, [head.weight, head.bias])
        speeds = [0.9 * speed + slope for speed, slope in zip(speeds, slopes)]
        with torch.no_grad():
            head.weight -= rate * speeds[0]
            head.bias -= rate * speeds[1]
    return head.weight.detach(), head.bias.detach()
