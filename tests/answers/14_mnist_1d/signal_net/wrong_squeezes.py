# mistake: squeezes the scores, so that one signal gives a vector; fails: signal_net_scores
class Squeezed(torch.nn.Sequential):
    def forward(self, x):
        return super().forward(x).squeeze()


def signal_net(length, channels, depth):
    layers = []
    for i in range(depth):
        layers += [torch.nn.Conv1d(channels if i else 1, channels, 3, stride=2), torch.nn.ReLU()]
        length = (length - 3) // 2 + 1
    if length < 1:
        raise ValueError("too short")
    return Squeezed(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
