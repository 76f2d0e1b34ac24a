# mistake: shuffles the signals and forgets their labels; fails: train_run_visible, train_run_steps, train_run_curves; says: shuffled without their classes
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        total = 0
        x = train[0][torch.randperm(len(train[0]), generator=g)]
        for xs, ys in zip(x.split(batch_size), train[1].split(batch_size)):
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(xs), ys)
            loss.backward()
            opt.step()
            total += loss.item() * len(ys)
        losses.append(total / len(train[0]))
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
