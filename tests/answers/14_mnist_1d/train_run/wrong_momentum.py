# mistake: is gradient descent with momentum, as in many examples; fails: train_run_visible, train_run_steps; says: this is gradient descent with momentum
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        total = 0
        for i in torch.randperm(len(train[0]), generator=g).split(batch_size):
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i])
            loss.backward()
            opt.step()
            total += loss.item() * len(i)
        losses.append(total / len(train[0]))
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
