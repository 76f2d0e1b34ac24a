# mistake: the usual saliency: the score of the class alone; fails: saliency_visible, saliency_values, saliency_channels, saliency_mode; says: the other class
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    (slope,) = torch.autograd.grad(scores[torch.arange(len(x)), classes].sum(), x)
    return slope.abs().amax(dim=1)
