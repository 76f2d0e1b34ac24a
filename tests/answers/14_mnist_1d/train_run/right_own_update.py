def shuffled(n, size, generator):
    order = torch.randperm(n, generator=generator)
    for start in range(0, n, size):
        yield order[start : start + size]


def train_run(net, train, test, epochs: int, batch_size: int, lr: float, seed: int = 0) -> tuple[list, list]:
    generator = torch.Generator()
    generator.manual_seed(seed)
    criterion = torch.nn.CrossEntropyLoss(reduction="none")
    losses: list[float] = []
    errors: list[float] = []
    for _epoch in range(epochs):
        net.train()
        seen = []
        for rows in shuffled(len(train[0]), batch_size, generator):
            each = criterion(net(train[0][rows]), train[1][rows])
            seen += each.tolist()
            gradients = torch.autograd.grad(each.mean(), list(net.parameters()), allow_unused=True)
            with torch.no_grad():
                for parameter, gradient in zip(net.parameters(), gradients):
                    if gradient is not None:
                        parameter -= lr * gradient
        losses.append(sum(seen) / len(seen))
        net.eval()
        with torch.no_grad():
            hits = torch.eq(net(test[0]).max(dim=1).indices, test[1])
        errors.append(1 - float(hits.double().mean()))
    return losses, errors
