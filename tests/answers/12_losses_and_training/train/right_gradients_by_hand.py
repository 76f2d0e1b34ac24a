def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    shift, scale = x.mean(dim=0), x.std(dim=0)
    scale[scale == 0] = 1
    x, x_test = (x - shift) / scale, (x_test - shift) / scale
    losses, accuracies = [], []
    weights = list(net.parameters())
    for _ in range(epochs):
        net.train(True)
        order, terms = torch.from_numpy(rng.permutation(len(x))), []
        for rows in torch.split(order, batch_size):
            surprise = -torch.log_softmax(net(x[rows]), dim=1)[torch.arange(len(rows)), y[rows]]
            gradients = torch.autograd.grad(surprise.mean(), weights)
            with torch.no_grad():
                for weight, gradient in zip(weights, gradients):
                    weight -= lr * gradient
            terms.append(surprise.detach())
        losses.append(torch.cat(terms).mean().item())
        net.train(False)
        accuracies.append((net(x_test).detach().argmax(1) == y_test).double().mean().item())
    return losses, accuracies
