# mistake: returns the loss of the last batch; fails: train_visible, train_pairs; says: each sample once in an epoch, with its own label
def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    mean, std = x.mean(dim=0), x.std(dim=0).clamp(min=1e-6)
    x, x_test = (x - mean) / std, (x_test - mean) / std
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
        losses.append(loss.item())
        net.eval()
        with torch.no_grad():
            right = net(x_test).argmax(dim=1) == y_test
        accuracies.append(right.float().mean().item())
    return losses, accuracies
