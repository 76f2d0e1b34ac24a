# mistake: expects a normalization with weight and bias; fails: fold_batch_norm_plain
import copy


def fold_batch_norm(conv, norm):
    folded = copy.deepcopy(conv)
    k = conv.out_channels
    gamma = norm.weight.detach()
    beta = norm.bias.detach()
    bias = conv.bias.detach() if conv.bias is not None else torch.zeros(k)
    scale = gamma / torch.sqrt(norm.running_var + norm.eps)
    folded.weight = torch.nn.Parameter(conv.weight.detach() * scale[:, None, None, None])
    folded.bias = torch.nn.Parameter((bias - norm.running_mean) * scale + beta)
    return folded
