# mistake: keeps the convolutions in a plain list, where PyTorch does not find their weights; fails: signal_net_visible, signal_net_layers, signal_net_values; says: are the convolutions in a plain Python list?
class Net(torch.nn.Module):
    def __init__(self, length, channels, depth):
        super().__init__()
        self.convs = []
        for i in range(depth):
            self.convs.append(torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2))
            length = (length - 3) // 2 + 1
        if length < 1:
            raise ValueError("too short")
        self.out = torch.nn.Linear(channels * length, 10)

    def forward(self, x):
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.out(x.flatten(1))


def signal_net(length, channels, depth):
    return Net(length, channels, depth)
