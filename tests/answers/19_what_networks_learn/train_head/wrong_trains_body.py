# mistake: trains the body along with the head; fails: train_head_visible, train_head_body; says: the body
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images)
    head = torch.nn.Linear(features.shape[1], classes, dtype=features.dtype)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    network = torch.nn.Sequential(body, head)
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(network(images), labels)
        everything = list(network.parameters())
        slopes = torch.autograd.grad(loss, everything)
        with torch.no_grad():
            for parameter, slope in zip(everything, slopes):
                parameter -= rate * slope
    return head.weight.detach(), head.bias.detach()
