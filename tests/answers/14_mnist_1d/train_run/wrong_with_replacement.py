# mistake: draws each batch from all samples: some come twice, some never; fails: train_run_visible, train_run_steps, train_run_curves, train_run_visits, train_run_modes; says: not every sample is used once
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses, errors = [], []
    n = len(train[0])
    for _ in range(epochs):
        net.train()
        total = 0
        for start in range(0, n, batch_size):
            i = torch.randint(n, (min(batch_size, n - start),), generator=g)
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i])
            loss.backward()
            opt.step()
            total += loss.item() * len(i)
        losses.append(total / n)
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
