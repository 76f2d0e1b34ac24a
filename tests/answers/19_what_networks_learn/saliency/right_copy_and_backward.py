def saliency(model, images, classes, others, copies=True):
    import copy

    net = copy.deepcopy(model) if copies else model
    net.eval()
    maps = []
    for n in range(len(images)):
        x = images[n : n + 1].clone()
        x.requires_grad = True
        scores = net(x)[0]
        (scores[int(classes[n])] - scores[int(others[n])]).backward()
        maps.append(x.grad[0].abs().amax(dim=0))
    return torch.stack(maps)
