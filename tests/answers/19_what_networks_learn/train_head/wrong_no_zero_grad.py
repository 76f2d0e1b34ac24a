# mistake: lets the gradients of all steps pile up; fails: train_head_visible, train_head_values; says: pile up
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images)
    head = torch.nn.Linear(features.shape[1], classes, dtype=features.dtype)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(head(features), labels)
        loss.backward()
        with torch.no_grad():
            head.weight -= rate * head.weight.grad
            head.bias -= rate * head.bias.grad
    return head.weight.detach(), head.bias.detach()
