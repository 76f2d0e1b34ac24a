# mistake: takes the largest derivative, not the largest absolute value; fails: saliency_visible, saliency_channels, saliency_mode; says: negative derivative
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    return slope.amax(dim=1).abs()
