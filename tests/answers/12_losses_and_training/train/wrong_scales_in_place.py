# mistake: shifts and scales the caller's tensors; fails: train_leakage
def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    mean, std = x.mean(dim=0), x.std(dim=0).clamp(min=1e-6)
    x.sub_(mean).div_(std)
    if x_test is not x:
        x_test.sub_(mean).div_(std)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        net.train()
        order = torch.randperm(len(x), generator=generator)
        x, y = x[order], y[order]
        total = 0.0
        for start in range(0, len(x), batch_size):
            batch, labels = x[start : start + batch_size], y[start : start + batch_size]
            loss = torch.nn.functional.cross_entropy(net(batch), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        losses.append(total / len(x))
        net.eval()
        with torch.no_grad():
            right = net(x_test).argmax(dim=1) == y_test
        accuracies.append(right.float().mean().item())
    return losses, accuracies
