# mistake: hands in the buggy function as it is; fails: train_visible, train_leakage, train_pairs, train_loss, train_gradient, train_modes; says: training must not see the test set
def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    everything = torch.cat([x, x_test])
    mean, std = everything.mean(dim=0), everything.std(dim=0).clamp(min=1e-6)
    x, x_test = (x - mean) / std, (x_test - mean) / std
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        net.train()
        order = torch.randperm(len(x), generator=generator)
        x = x[order]
        total = 0.0
        for start in range(0, len(x), batch_size):
            batch, labels = x[start : start + batch_size], y[start : start + batch_size]
            loss = torch.nn.functional.cross_entropy(torch.softmax(net(batch), dim=1), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        losses.append(total / len(x))
        with torch.no_grad():
            right = net(x_test).argmax(dim=1) == y_test
        accuracies.append(right.float().mean().item())
    return losses, accuracies
