# mistake: subtracts the two maps instead of the two scores; fails: saliency_visible, saliency_values, saliency_channels, saliency_mode; says: the difference of two maps
def saliency(model, images, classes, others):
    model.eval()
    rows = torch.arange(len(images))
    maps = []
    for chosen in (classes, others):
        x = images.detach().clone().requires_grad_()
        (slope,) = torch.autograd.grad(model(x)[rows, chosen].sum(), x)
        maps.append(slope.abs().amax(dim=1))
    return (maps[0] - maps[1]).abs()
