# mistake: calls backward on the model itself and leaves gradients in its parameters; fails: saliency_visible, saliency_kept; says: gradients of the model
def saliency(model, images, classes, others):
    model.eval()
    x = images.detach().clone().requires_grad_()
    scores = model(x)
    rows = torch.arange(len(x))
    (scores[rows, classes] - scores[rows, others]).sum().backward()
    return x.grad.abs().amax(dim=1)
