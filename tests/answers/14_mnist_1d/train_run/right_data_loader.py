from torch.utils.data import DataLoader, TensorDataset


def measure(net, data):
    net.eval()
    with torch.no_grad():
        return float(torch.mean((net(data[0]).argmax(1) != data[1]).float()))


def train_run(net, train, test, epochs, batch_size, lr, seed):
    torch.manual_seed(seed)
    loader = DataLoader(TensorDataset(*train), batch_size=batch_size, shuffle=True)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    curves = [], []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            net.train()
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            total, count = total + loss.item() * len(y), count + len(y)
        curves[0].append(total / count)
        curves[1].append(measure(net, test))
    return curves
