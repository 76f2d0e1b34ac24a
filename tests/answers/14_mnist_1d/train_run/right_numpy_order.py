def train_run(net, train, test, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    x, y = train
    losses, errors = np.zeros(epochs), np.zeros(epochs)
    for epoch in range(epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for first in range(0, len(x), batch_size):
            rows = order[first : first + batch_size]
            net.train().zero_grad()
            logs = torch.log_softmax(net(x[rows]), dim=1)
            loss = -logs[torch.arange(len(rows)), y[rows]].mean()
            loss.backward()
            for weights in net.parameters():
                if weights.grad is not None:
                    weights.data.sub_(lr * weights.grad)
            losses[epoch] += loss.item() * len(rows) / len(x)
        net.eval()
        guesses = net(test[0]).detach().numpy().argmax(axis=1)
        errors[epoch] = np.mean(guesses != test[1].numpy())
    return losses.tolist(), errors.tolist()
