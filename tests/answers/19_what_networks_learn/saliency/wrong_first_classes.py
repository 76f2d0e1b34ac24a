# mistake: asks the classes of the first image for all of them; fails: saliency_visible, saliency_batch; says: the classes of the first image
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    (slope,) = torch.autograd.grad((scores[:, classes[0]] - scores[:, others[0]]).sum(), x)
    return slope.abs().amax(dim=1)
