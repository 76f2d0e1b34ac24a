# mistake: seeds the random numbers in each epoch anew, so that every epoch has the same order; fails: train_run_seed
def train_run(net, train, test, epochs, batch_size, lr, seed):
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses, errors = [], []
    for _ in range(epochs):
        torch.manual_seed(seed)
        net.train()
        total = 0
        for i in torch.randperm(len(train[0])).split(batch_size):
            opt.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(train[0][i]), train[1][i])
            loss.backward()
            opt.step()
            total += loss.item() * len(i)
        losses.append(total / len(train[0]))
        net.eval()
        errors.append((net(test[0]).argmax(1) != test[1]).float().mean().item())
    return losses, errors
