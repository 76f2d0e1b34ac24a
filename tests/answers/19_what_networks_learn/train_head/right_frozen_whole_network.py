def train_head(body, images, labels, classes, steps, rate):
    import copy

    frozen = copy.deepcopy(body).eval()
    for parameter in frozen.parameters():
        parameter.requires_grad_(False)
    wide = frozen(images[:1]).shape[1]
    head = torch.nn.Linear(wide, classes, dtype=frozen(images[:1]).dtype)
    with torch.no_grad():
        head.weight.zero_()
        head.bias.zero_()
    network = torch.nn.Sequential(frozen, head)
    loss = torch.nn.CrossEntropyLoss()
    for _ in range(steps):
        head.weight.grad = head.bias.grad = None
        loss(network(images), labels).backward()
        with torch.no_grad():
            head.weight -= rate * head.weight.grad
            head.bias -= rate * head.bias.grad
    return head.weight.data, head.bias.data
