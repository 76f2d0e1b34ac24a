# mistake: leaves the last, smaller batch out; fails: train_run_visible, train_run_curves, train_run_visits; says: the last, smaller batch is left out
def train_run(net, train, test, epochs, batch_size, lr, seed):
    torch.manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    n = len(train[0])
    size = min(batch_size, n)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        total = []
        order = torch.randperm(n)
        for start in range(0, n - size + 1, size):
            i = order[start : start + size]
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i])
            loss.backward()
            opt.step()
            total.append(loss.item())
        losses.append(sum(total) / len(total))
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
