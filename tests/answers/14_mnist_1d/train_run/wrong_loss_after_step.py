# mistake: measures the training loss after each epoch; fails: train_run_visible, train_run_steps, train_run_modes; says: the loss is measured after the step
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        for i in torch.randperm(len(train[0]), generator=g).split(batch_size):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i]).backward()
            opt.step()
        net.eval()
        losses.append(torch.nn.functional.cross_entropy(net(train[0]), train[1]).item())
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
