# mistake: asks the model in the mode in which it comes; fails: saliency_visible, saliency_mode; says: evaluation mode
def saliency(model, images, classes, others):
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    return slope.abs().amax(dim=1)
