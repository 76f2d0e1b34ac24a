# mistake: multiplies the gradient by the pixels; fails: saliency_visible, saliency_values, saliency_channels, saliency_mode; says: multiplied by the pixels
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (slope,) = torch.autograd.grad((scores[rows, classes] - scores[rows, others]).sum(), x)
    return (slope * images).abs().amax(dim=1)
