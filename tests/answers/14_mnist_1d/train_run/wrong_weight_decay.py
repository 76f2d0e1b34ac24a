# mistake: adds weight decay, as many examples do; fails: train_run_visible, train_run_steps; says: gradient descent with weight decay
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr, weight_decay=0.01)
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
