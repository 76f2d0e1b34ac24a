"""Load the weights that torchvision publishes for AlexNet, VGG, GoogLeNet and ResNet.

Our models have the names and shapes of torchvision's, so a file of weights fits but for two things, which
``from_torchvision`` puts right. PyTorch reads the file, whichever side the model is on:

    state = torch.load("resnet18-f37072fd.pth", weights_only=True)
    net = numpy_nn.models.resnet18()
    net.load_state_dict(from_torchvision(state))
    net.eval()

The weights want RGB pictures (N, 3, 224, 224) with numbers from 0 to 1, of which the means (0.485, 0.456, 0.406) are
taken away and which are then divided by (0.229, 0.224, 0.225); those of GoogLeNet, which came from TensorFlow, want 0.5
taken away and then a division by 0.5.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np


def from_torchvision(state: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Leave out the auxiliary classifiers of GoogLeNet, and count the batches of old files, which did not, as 0.

    Takes what ``torch.load`` returns, names of torchvision to tensors, or to arrays; returns arrays in memory of their
    own.

    >>> state = {"bn1.running_var": np.ones(64), "aux1.fc1.bias": np.zeros(1024)}
    >>> {name: value.shape for name, value in from_torchvision(state).items()}
    {'bn1.running_var': (64,), 'bn1.num_batches_tracked': ()}
    """
    kept: dict[str, np.ndarray] = {}
    for name, value in state.items():
        if name.startswith(("aux1.", "aux2.")):
            continue
        kept[name] = np.asarray(value).copy()
        if name.endswith("running_var"):
            kept[name.replace("running_var", "num_batches_tracked")] = np.array(0)  # replaced if it follows
    return kept
