import math


def fold_batch_norm(conv, norm, eps=None):
    eps = norm.eps if eps is None else eps
    folded = torch.nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        stride=conv.stride,
        padding=conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
    )
    for o in range(conv.out_channels):
        factor = 1 / math.sqrt(norm.running_var[o].item() + eps)
        offset = 0.0
        if norm.weight is not None:
            factor *= norm.weight[o].item()
            offset = norm.bias[o].item()
        before = 0.0 if conv.bias is None else conv.bias[o].item()
        folded.weight.data[o] = factor * conv.weight.data[o]
        folded.bias.data[o] = offset + factor * (before - norm.running_mean[o].item())
    return folded
