# mistake: makes the head in single precision whatever the features are; fails: train_head_zero
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images).float()
    head = torch.nn.Linear(features.shape[1], classes)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(head(features), labels)
        slopes = torch.autograd.grad(loss, [head.weight, head.bias])
        with torch.no_grad():
            head.weight -= rate * slopes[0]
            head.bias -= rate * slopes[1]
    return head.weight.detach(), head.bias.detach()
