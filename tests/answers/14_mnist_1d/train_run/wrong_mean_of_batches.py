# mistake: averages the losses of the batches, the small last one as much as the others; fails: train_run_visible, train_run_curves; says: the mean over the batches
def train_run(net, train, test, epochs, batch_size, lr, seed):
    g = torch.Generator().manual_seed(seed)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        found = []
        for i in torch.randperm(len(train[0]), generator=g).split(batch_size):
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i])
            loss.backward()
            opt.step()
            found.append(loss.item())
        losses.append(sum(found) / len(found))
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
