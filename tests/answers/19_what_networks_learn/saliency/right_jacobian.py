def rows_of(model, images):
    x = images.clone()
    return torch.func.jacrev(lambda picture: model(picture[None])[0])


def saliency(model, images, classes, others):
    model.train(False)
    jacobian = rows_of(model, images)
    result = torch.zeros(images.shape[0], images.shape[2], images.shape[3], dtype=images.dtype)
    for n, picture in enumerate(images):
        slopes = jacobian(picture)
        difference = slopes[classes[n]] - slopes[others[n]]
        result[n] = torch.maximum(difference.amax(dim=0), -difference.amin(dim=0))
    return result.detach()
