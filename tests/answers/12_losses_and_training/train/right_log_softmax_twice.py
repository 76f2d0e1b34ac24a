def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    deviation, mean = torch.std_mean(x, dim=0)
    prepared = [(part - mean) / (deviation + 1e-12) for part in (x, x_test)]
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    results = [], []
    for epoch in range(epochs):
        permutation, summed, begin = torch.randperm(len(y), generator=generator), 0, 0
        net.train()
        while begin < len(y):
            rows = permutation[begin : begin + batch_size]
            scores = torch.nn.functional.log_softmax(net(prepared[0][rows]), dim=-1)  # cross_entropy leaves it as it is
            loss = torch.nn.functional.cross_entropy(scores, y[rows], reduction="sum")
            summed += loss.item()
            net.zero_grad()
            (loss / len(rows)).backward()
            optimizer.step()
            begin += batch_size
        with torch.no_grad():
            guesses = net.eval()(prepared[1]).argmax(dim=-1)
        results[0].append(summed / len(y))
        results[1].append(int((guesses == y_test).sum()) / len(y_test))
    return results
