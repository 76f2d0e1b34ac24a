from torch.utils.data import DataLoader, TensorDataset


def accuracy(net, x, y):
    net.eval()
    with torch.inference_mode():
        hits = sum(int(k == guess) for k, guess in zip(y.tolist(), net(x).max(dim=1).indices.tolist()))
    net.train()
    return hits / len(y)


def train(net: torch.nn.Module, x, y, x_test, y_test, epochs: int, batch_size: int, lr: float, seed: int = 0):
    torch.manual_seed(seed)
    center, width = x.mean(0, keepdim=True), x.std(0, keepdim=True)
    width = torch.where(width > 0, width, torch.ones(()))
    data = TensorDataset((x - center) / width, y)
    loader = DataLoader(data, batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed))
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr)
    history = []
    net.train()
    for epoch in range(epochs):
        seen = []
        for batch, labels in loader:
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(net(batch), labels)
            loss.backward()
            optimizer.step()
            seen += [loss.item()] * len(labels)
        history.append((sum(seen) / len(seen), accuracy(net, (x_test - center) / width, y_test)))
    return [loss for loss, _ in history], [share for _, share in history]
