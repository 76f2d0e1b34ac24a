"""Load the weights that torchvision publishes for AlexNet, VGG, GoogLeNet and ResNet.

Our models have the names and shapes of torchvision's, so a file of weights fits but for two things, which
``from_torchvision`` puts right:

    state = torch.load("resnet18-f37072fd.pth", weights_only=True)
    net = torch_nn.models.resnet18()
    net.load_state_dict(from_torchvision(state))
    net.eval()

The weights want RGB pictures (N, 3, 224, 224) with numbers from 0 to 1, of which the means (0.485, 0.456, 0.406) are
taken away and which are then divided by (0.229, 0.224, 0.225); those of GoogLeNet, which came from TensorFlow, want 0.5
taken away and then a division by 0.5.
"""

from collections.abc import Mapping

import torch

from cnnlib.numpy_nn.models import published as numpy_published


def from_torchvision(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Leave out the auxiliary classifiers of GoogLeNet, and count the batches of old files, which did not, as 0.

    Takes what ``torch.load`` returns, names of torchvision to tensors; returns tensors in memory of their own.

    >>> state = {"bn1.running_var": torch.ones(64), "aux1.fc1.bias": torch.zeros(1024)}
    >>> {name: tuple(value.shape) for name, value in from_torchvision(state).items()}
    {'bn1.running_var': (64,), 'bn1.num_batches_tracked': ()}
    """
    return {name: torch.from_numpy(value) for name, value in numpy_published.from_torchvision(state).items()}
