# mistake: differentiates the probabilities after a softmax; fails: saliency_visible, saliency_values, saliency_channels, saliency_mode; says: before the softmax
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x).softmax(dim=1)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    return slope.abs().amax(dim=1)
