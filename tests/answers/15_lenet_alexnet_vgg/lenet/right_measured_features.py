def lenet(image_shape, classes, style):
    if style == "today":
        activation, pooling = torch.nn.ReLU(), torch.nn.MaxPool2d(2)
    elif style == "1998":
        activation, pooling = torch.nn.Tanh(), torch.nn.AvgPool2d(2)
    else:
        raise ValueError(f"no style {style}")
    net = torch.nn.Sequential()
    for conv in (torch.nn.Conv2d(image_shape[0], 6, 5, 1, 2), torch.nn.Conv2d(6, 16, 5)):
        net.extend([conv, activation, pooling])
    net.append(torch.nn.Flatten())
    try:
        read = net(torch.zeros(1, *image_shape)).shape[1]
    except RuntimeError as error:
        raise ValueError("the picture is too small") from error
    for width in (120, 84):
        net.extend([torch.nn.Linear(read, width), activation])
        read = width
    return net.append(torch.nn.Linear(read, classes))
