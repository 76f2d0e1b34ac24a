# mistake: adds the derivatives of the channels, with their signs; fails: saliency_visible, saliency_channels, saliency_mode; says: added, with their signs
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    return slope.sum(dim=1).abs()
