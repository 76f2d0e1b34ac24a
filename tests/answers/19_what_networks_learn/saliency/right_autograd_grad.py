def saliency(model: torch.nn.Module, images: torch.Tensor, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_(True)
    scores = model(x)
    wanted = scores.gather(1, classes[:, None]) - scores.gather(1, others[:, None])
    (slope,) = torch.autograd.grad(wanted.sum(), x)
    return slope.abs().max(dim=1).values
