# mistake: takes a step after each image; fails: train_head_visible, train_head_values, train_head_body; says: a step after each image
def train_head(body, images, labels, classes, steps, rate):
    body.eval()
    with torch.no_grad():
        features = body(images)
    truth = torch.nn.functional.one_hot(labels, classes).to(features.dtype)
    weight, bias = features.new_zeros(classes, features.shape[1]), features.new_zeros(classes)
    for _ in range(steps):
        for feature, target in zip(features, truth):
            error = torch.softmax(weight @ feature + bias, dim=0) - target
            weight, bias = weight - rate * torch.outer(error, feature), bias - rate * error
    return weight, bias
