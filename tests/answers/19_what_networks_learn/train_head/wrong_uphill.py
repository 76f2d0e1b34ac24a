# mistake: goes up the gradient; fails: train_head_visible, train_head_values, train_head_body, train_head_zero; says: uphill
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images)
    head = torch.nn.Linear(features.shape[1], classes, dtype=features.dtype)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(head(features), labels)
        slopes = torch.autograd.grad(loss, [head.weight, head.bias])
        with torch.no_grad():
            head.weight += rate * slopes[0]
            head.bias += rate * slopes[1]
    return head.weight.detach(), head.bias.detach()
