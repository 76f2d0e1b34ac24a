class SignalNet(torch.nn.Module):
    def __init__(self, length: int, channels: int, depth: int, classes: int = 10) -> None:
        super().__init__()
        lengths = [length]
        for _ in range(depth):
            lengths.append((lengths[-1] - 1) // 2)
        if lengths[-1] < 1:
            raise ValueError(f"{length} samples are too few for {depth} convolutions")
        inputs = [1] + [channels] * (depth - 1)
        self.convs = torch.nn.ModuleList(torch.nn.Conv1d(c, channels, 3, 2) for c in inputs)
        self.output = torch.nn.Linear(channels * lengths[-1], classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for conv in self.convs:
            x = torch.relu(conv(x))
        return self.output(x.reshape(len(x), -1))


def signal_net(length: int, channels: int, depth: int) -> torch.nn.Module:
    return SignalNet(length, channels, depth)
