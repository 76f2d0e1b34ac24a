# mistake: scales each map to at most 1; fails: saliency_visible, saliency_values, saliency_channels, saliency_mode; says: No scaling
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    maps = slope.abs().amax(dim=1)
    return maps / maps.amax(dim=(1, 2), keepdim=True)
