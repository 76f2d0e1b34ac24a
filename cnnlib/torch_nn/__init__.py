"""Every layer in PyTorch: a function and a class that holds the parameters; autograd goes backward.

``models`` has the networks of the book.
"""

from cnnlib.torch_nn import models
from cnnlib.torch_nn.activation import (
    LeakyReLU,
    ReLU,
    Sigmoid,
    Tanh,
    leaky_relu,
    log_softmax,
    relu,
    sigmoid,
    softmax,
    tanh,
)
from cnnlib.torch_nn.adaptive_pool import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
)
from cnnlib.torch_nn.batchnorm import (
    BatchNorm1d,
    BatchNorm2d,
    batch_norm,
)
from cnnlib.torch_nn.blur_pool import (
    BlurPool2d,
    blur_pool2d,
)
from cnnlib.torch_nn.boxes import batched_nms, box_iou, nms, yolo_decode
from cnnlib.torch_nn.columns import col2im, im2col
from cnnlib.torch_nn.container import Branches, Flatten, Residual, Sequential, concat, flatten
from cnnlib.torch_nn.conv import Conv1d, Conv2d, conv1d, conv2d
from cnnlib.torch_nn.conv_transpose import (
    ConvTranspose1d,
    ConvTranspose2d,
    conv_transpose1d,
    conv_transpose2d,
)
from cnnlib.torch_nn.dropout import (
    Dropout,
    dropout,
    dropout_mask,
)
from cnnlib.torch_nn.init import (
    fan_in_uniform,
    kaiming_normal,
    kaiming_uniform,
    xavier_normal,
    xavier_uniform,
)
from cnnlib.torch_nn.linear import Linear, linear
from cnnlib.torch_nn.local import (
    LocallyConnected2d,
    locally_connected2d,
)
from cnnlib.torch_nn.loss import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    DiceLoss,
    HingeLoss,
    MSELoss,
    binary_cross_entropy_with_logits,
    cross_entropy,
    dice_loss,
    hinge_loss,
    mse_loss,
)
from cnnlib.torch_nn.maxout import (
    Maxout,
    maxout,
)
from cnnlib.torch_nn.min_pool import (
    MinPool1d,
    MinPool2d,
    min_pool1d,
    min_pool2d,
)
from cnnlib.torch_nn.norm import (
    GroupNorm,
    InstanceNorm2d,
    LayerNorm,
    group_norm,
    instance_norm,
    layer_norm,
)
from cnnlib.torch_nn.optim import (
    SGD,
    Adam,
)
from cnnlib.torch_nn.pad import pad1d, pad2d
from cnnlib.torch_nn.pool import (
    AvgPool1d,
    AvgPool2d,
    MaxPool1d,
    MaxPool2d,
    avg_pool1d,
    avg_pool2d,
    max_pool1d,
    max_pool2d,
)
from cnnlib.torch_nn.regularize import (
    elastic_net_penalty,
    l1_penalty,
    l2_penalty,
    max_norm,
)
from cnnlib.torch_nn.response_norm import (
    LocalResponseNorm,
    local_response_norm,
)
from cnnlib.torch_nn.schedule import (
    CosineAnnealingLR,
    StepLR,
)
from cnnlib.torch_nn.toeplitz import conv1d_matrix, conv2d_matrix
from cnnlib.torch_nn.unpool import (
    MaxUnpool2d,
    max_unpool2d,
)
from cnnlib.torch_nn.upsample import (
    Upsample,
    interpolate,
)

__all__ = [
    "SGD",
    "Adam",
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveMaxPool2d",
    "AvgPool1d",
    "AvgPool2d",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "BlurPool2d",
    "Branches",
    "Conv1d",
    "Conv2d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "CosineAnnealingLR",
    "CrossEntropyLoss",
    "DiceLoss",
    "Dropout",
    "Flatten",
    "GroupNorm",
    "HingeLoss",
    "InstanceNorm2d",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LocalResponseNorm",
    "LocallyConnected2d",
    "MSELoss",
    "MaxPool1d",
    "MaxPool2d",
    "MaxUnpool2d",
    "Maxout",
    "MinPool1d",
    "MinPool2d",
    "ReLU",
    "Residual",
    "Sequential",
    "Sigmoid",
    "StepLR",
    "Tanh",
    "Upsample",
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_max_pool2d",
    "avg_pool1d",
    "avg_pool2d",
    "batch_norm",
    "batched_nms",
    "binary_cross_entropy_with_logits",
    "blur_pool2d",
    "box_iou",
    "col2im",
    "concat",
    "conv1d",
    "conv1d_matrix",
    "conv2d",
    "conv2d_matrix",
    "conv_transpose1d",
    "conv_transpose2d",
    "cross_entropy",
    "dice_loss",
    "dropout",
    "dropout_mask",
    "elastic_net_penalty",
    "fan_in_uniform",
    "flatten",
    "group_norm",
    "hinge_loss",
    "im2col",
    "instance_norm",
    "interpolate",
    "kaiming_normal",
    "kaiming_uniform",
    "l1_penalty",
    "l2_penalty",
    "layer_norm",
    "leaky_relu",
    "linear",
    "local_response_norm",
    "locally_connected2d",
    "log_softmax",
    "max_norm",
    "max_pool1d",
    "max_pool2d",
    "max_unpool2d",
    "maxout",
    "min_pool1d",
    "min_pool2d",
    "models",
    "mse_loss",
    "nms",
    "pad1d",
    "pad2d",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
    "xavier_normal",
    "xavier_uniform",
    "yolo_decode",
]
