"""The layers as their formulas read, with loops; the fast versions are tested against these.

Where the formula is one line of NumPy, as in ``linear`` or ``relu``, it is fast already and there is only one
version.
"""

from cnnlib.numpy_nn.activation import (
    leaky_relu,
    leaky_relu_backward,
    log_softmax,
    log_softmax_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from cnnlib.numpy_nn.boxes import yolo_decode
from cnnlib.numpy_nn.container import concat, concat_backward, flatten, flatten_backward
from cnnlib.numpy_nn.dropout import (
    dropout,
    dropout_backward,
    dropout_mask,
)
from cnnlib.numpy_nn.linear import linear, linear_backward
from cnnlib.numpy_nn.loss import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    cross_entropy,
    cross_entropy_backward,
    mse_loss,
    mse_loss_backward,
)
from cnnlib.numpy_nn.pad import pad1d, pad1d_backward, pad2d, pad2d_backward
from cnnlib.numpy_nn.reference.adaptive_pool import (
    adaptive_avg_pool1d,
    adaptive_avg_pool1d_backward,
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    adaptive_max_pool2d,
    adaptive_max_pool2d_backward,
)
from cnnlib.numpy_nn.reference.blur_pool import (
    blur_pool2d,
    blur_pool2d_backward,
)
from cnnlib.numpy_nn.reference.boxes import batched_nms, box_iou, nms
from cnnlib.numpy_nn.reference.columns import col2im, col2im_backward, im2col, im2col_backward
from cnnlib.numpy_nn.reference.conv import conv1d, conv1d_backward, conv2d, conv2d_backward
from cnnlib.numpy_nn.reference.conv_transpose import (
    conv_transpose1d,
    conv_transpose1d_backward,
    conv_transpose2d,
    conv_transpose2d_backward,
)
from cnnlib.numpy_nn.reference.correlate import convolve1d, convolve2d, correlate1d, correlate2d
from cnnlib.numpy_nn.reference.local import (
    locally_connected2d,
    locally_connected2d_backward,
)
from cnnlib.numpy_nn.reference.loss import (
    dice_loss,
    dice_loss_backward,
    hinge_loss,
    hinge_loss_backward,
)
from cnnlib.numpy_nn.reference.maxout import (
    maxout,
    maxout_backward,
)
from cnnlib.numpy_nn.reference.min_pool import (
    min_pool1d,
    min_pool1d_backward,
    min_pool2d,
    min_pool2d_backward,
)
from cnnlib.numpy_nn.reference.norm import (
    batch_norm,
    batch_norm_backward,
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
    layer_norm,
    layer_norm_backward,
)
from cnnlib.numpy_nn.reference.pool import (
    avg_pool1d,
    avg_pool1d_backward,
    avg_pool2d,
    avg_pool2d_backward,
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from cnnlib.numpy_nn.reference.response_norm import (
    local_response_norm,
    local_response_norm_backward,
)
from cnnlib.numpy_nn.reference.toeplitz import (
    conv1d_matrix,
    conv1d_matrix_backward,
    conv2d_matrix,
    conv2d_matrix_backward,
)
from cnnlib.numpy_nn.reference.unpool import (
    max_unpool2d,
    max_unpool2d_backward,
)
from cnnlib.numpy_nn.reference.upsample import (
    interpolate,
    interpolate_backward,
)
from cnnlib.numpy_nn.regularize import (
    elastic_net_penalty,
    elastic_net_penalty_backward,
    l1_penalty,
    l1_penalty_backward,
    l2_penalty,
    l2_penalty_backward,
    max_norm,
)

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool1d_backward",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "adaptive_max_pool2d",
    "adaptive_max_pool2d_backward",
    "avg_pool1d",
    "avg_pool1d_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "batched_nms",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "blur_pool2d",
    "blur_pool2d_backward",
    "box_iou",
    "col2im",
    "col2im_backward",
    "concat",
    "concat_backward",
    "conv1d",
    "conv1d_backward",
    "conv1d_matrix",
    "conv1d_matrix_backward",
    "conv2d",
    "conv2d_backward",
    "conv2d_matrix",
    "conv2d_matrix_backward",
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "convolve1d",
    "convolve2d",
    "correlate1d",
    "correlate2d",
    "cross_entropy",
    "cross_entropy_backward",
    "dice_loss",
    "dice_loss_backward",
    "dropout",
    "dropout_backward",
    "dropout_mask",
    "elastic_net_penalty",
    "elastic_net_penalty_backward",
    "flatten",
    "flatten_backward",
    "group_norm",
    "group_norm_backward",
    "hinge_loss",
    "hinge_loss_backward",
    "im2col",
    "im2col_backward",
    "instance_norm",
    "instance_norm_backward",
    "interpolate",
    "interpolate_backward",
    "l1_penalty",
    "l1_penalty_backward",
    "l2_penalty",
    "l2_penalty_backward",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "local_response_norm",
    "local_response_norm_backward",
    "locally_connected2d",
    "locally_connected2d_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_norm",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "max_unpool2d",
    "max_unpool2d_backward",
    "maxout",
    "maxout_backward",
    "min_pool1d",
    "min_pool1d_backward",
    "min_pool2d",
    "min_pool2d_backward",
    "mse_loss",
    "mse_loss_backward",
    "nms",
    "pad1d",
    "pad1d_backward",
    "pad2d",
    "pad2d_backward",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "tanh",
    "tanh_backward",
    "yolo_decode",
]
