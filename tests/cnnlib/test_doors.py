"""Wrong input is refused at the door in one line, the same on both sides."""

# ruff: noqa: E501  (the tables read best with one case a line, message and all)

from typing import Any

import jaxtyping
import numpy as np
import pytest
import torch

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import reference


def zeros(*shape: int, dtype: str = "float64") -> np.ndarray:
    return np.zeros(shape, dtype)


X, W, W1 = zeros(2, 4, 6, 5), zeros(6, 4, 3, 2), zeros(6, 4, 3)
X1, DY = zeros(2, 4, 6), zeros(2, 6, 4, 4)
CLASSES = zeros(2, dtype="int64")

ERRORS: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    ("conv2d", (X[0], W), {}, "ValueError: conv2d: expected x with 4 axes (N, C_in, H, W), got shape (4, 6, 5)"),
    ("conv1d", (X, W1), {}, "ValueError: conv1d: expected x with 3 axes (N, C_in, L), got shape (2, 4, 6, 5)"),
    ("conv2d", (X, W1), {}, "ValueError: conv2d: expected weight with 4 axes (C_out, C_in/groups, KH, KW), got shape (6, 4, 3)"),
    ("conv2d", (X, zeros(6, 3, 3, 2)), {}, "ValueError: conv2d: weight of shape (6, 3, 3, 2) with groups=1 reads 3 channels, but x has 4"),
    ("conv2d", (X, W), {"groups": 2}, "ValueError: conv2d: weight of shape (6, 4, 3, 2) with groups=2 reads 8 channels, but x has 4"),
    ("conv2d", (X, zeros(6, 1, 3, 2)), {"groups": 4}, "ValueError: conv2d: expected groups that divide the 6 output channels, got 4"),
    ("conv2d", (X, W), {"groups": 0}, "ValueError: conv2d: expected groups that divide the 6 output channels, got 0"),
    ("conv2d", (X, W, zeros(5)), {}, "ValueError: conv2d: expected bias of shape (6,), got (5,)"),
    ("conv2d", (zeros(2, 4, 6, 5, dtype="int64"), W), {}, "TypeError: conv2d: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("conv1d", (zeros(2, 4, 6, dtype="float32"), W1), {}, "TypeError: conv1d: expected one dtype, got x of float32, weight of float64"),
    ("conv2d", (X, W), {"dilation": 4}, "ValueError: kernel of 3 with dilation 4 spans 9 samples, but the padded input has 6 (6 + 0 + 0)"),
    ("conv1d", (X1, W1), {"stride": 0}, "ValueError: expected stride of at least 1, got 0"),
    ("conv1d", (X1, W1), {"padding": (1, 2)}, "TypeError: conv1d: expected padding as an integer, 'same' or 'valid', got (1, 2); pad1d takes two sides"),
    ("conv2d", (X, W), {"padding": "same", "stride": 2}, "ValueError: padding 'same' needs stride 1, got stride 2"),
    ("conv2d", ([[1.0]], W), {}, "TypeError: conv2d: expected x as an array with axes (N, C_in, H, W), got list"),
    ("conv_transpose1d", (X1, W1), {}, "ValueError: conv_transpose1d: weight of shape (6, 4, 3) reads 6 channels, but x has 4"),
    ("conv_transpose1d", (X1, W1[:4]), {"padding": "same"}, "TypeError: expected padding to be an integer, got 'same'"),
    ("conv_transpose1d", (X1, W1[:4]), {"padding": 4}, "ValueError: expected padding that leaves some of the 8 samples, got 4 on each side"),
    ("conv_transpose1d", (X1[:, :, :0], W1[:4]), {}, "ValueError: expected n of at least 1, got 0"),
    ("conv_transpose2d", (X1, W), {}, "ValueError: conv_transpose2d: expected x with 4 axes (N, C_in, H, W), got shape (2, 4, 6)"),
    ("conv_transpose2d", (X, W[:4]), {"groups": 3}, "ValueError: conv_transpose2d: expected groups that divide the 4 input channels, got 3"),
    ("conv_transpose2d", (X, W[:4], zeros(4)), {"groups": 2}, "ValueError: conv_transpose2d: expected bias of shape (8,), got (4,)"),
    ("conv_transpose2d", (X, W[:4]), {"stride": 2, "output_padding": (0, 2)}, "ValueError: expected output_padding below stride 2 or dilation 1, got 2"),
    ("conv_transpose2d", (X, W[:4].astype("float32")), {}, "TypeError: conv_transpose2d: expected one dtype, got x of float64, weight of float32"),
    ("ConvTranspose2d", (4, 6, 3), {"groups": 4}, "ValueError: ConvTranspose2d: expected groups that divide 4 and 6 channels, got 4"),
    ("max_pool2d", (X1, 2), {}, "ValueError: max_pool2d: expected x with 4 axes (N, C, H, W), got shape (2, 4, 6)"),
    ("max_pool1d", (X1, 7), {}, "ValueError: window of 7 with dilation 1 spans 7 samples, but the padded input has 6 (6 + 0 + 0)"),
    ("max_pool2d", (X, 3), {"padding": 2}, "ValueError: expected padding of at most half the kernel, 1, got 2"),
    ("max_pool2d", (X.astype("int32"), 3), {}, "TypeError: max_pool2d: expected x of floating-point numbers, got int32; convert it first, say to float32"),
    ("avg_pool1d", (X, 2), {}, "ValueError: avg_pool1d: expected x with 3 axes (N, C, L), got shape (2, 4, 6, 5)"),
    ("avg_pool2d", (X, (2, 6)), {}, "ValueError: window of 6 with dilation 1 spans 6 samples, but the padded input has 5 (5 + 0 + 0)"),
    ("adaptive_avg_pool1d", (X, 2), {}, "ValueError: adaptive_avg_pool1d: expected x with 3 axes (N, C, L), got shape (2, 4, 6, 5)"),
    ("adaptive_avg_pool2d", (X, (2, 0)), {}, "ValueError: expected output_size of at least 1, got 0"),
    ("adaptive_avg_pool2d", (X, (2, None)), {}, "TypeError: expected an integer or a pair of integers, got (2, None)"),
    ("adaptive_avg_pool2d", (X[:, :, :0], 1), {}, "ValueError: expected n of at least 1, got 0"),
    ("adaptive_max_pool2d", (X.astype("int8"), 1), {}, "TypeError: adaptive_max_pool2d: expected x of floating-point numbers, got int8; convert it first, say to float32"),
    ("min_pool1d", (X1, 7), {}, "ValueError: window of 7 with dilation 1 spans 7 samples, but the padded input has 6 (6 + 0 + 0)"),
    ("min_pool2d", (X1, 2), {}, "ValueError: min_pool2d: expected x with 4 axes (N, C, H, W), got shape (2, 4, 6)"),
    ("maxout", (X, 3), {}, "ValueError: maxout: expected pool_size that divides the 4 channels, got 3"),
    ("maxout", (X, 0), {}, "ValueError: expected pool_size of at least 1, got 0"),
    ("maxout", (zeros(4), 2), {}, "ValueError: maxout: expected x with axes (N, C, ...), got shape (4,)"),
    ("blur_pool2d", (X1,), {}, "ValueError: blur_pool2d: expected x with 4 axes (N, C, H, W), got shape (2, 4, 6)"),
    ("blur_pool2d", (X[:, :, :1],), {}, "ValueError: blur_pool2d: mode 'reflect' on 1 samples allows padding of at most 0, got 1"),
    ("blur_pool2d", (X, 3, 0), {}, "ValueError: expected stride of at least 1, got 0"),
    ("locally_connected2d", (X, W), {}, "ValueError: locally_connected2d: expected weight with 6 axes (C_out, H_out, W_out, C_in, KH, KW), got shape (6, 4, 3, 2)"),
    ("locally_connected2d", (X, zeros(1, 4, 4, 3, 3, 2)), {}, "ValueError: locally_connected2d: weight of shape (1, 4, 4, 3, 3, 2) reads 3 channels, but x has 4"),
    ("locally_connected2d", (X, zeros(1, 4, 3, 4, 3, 2)), {}, "ValueError: locally_connected2d: expected kernels for 4 x 4 positions, got weight of shape (1, 4, 3, 4, 3, 2)"),
    ("locally_connected2d", (X, zeros(1, 4, 4, 4, 3, 2), zeros(1)), {}, "ValueError: locally_connected2d: expected bias of shape (1, 4, 4), got (1,)"),
    ("LocallyConnected2d", (1, 1, 4, 5), {}, "ValueError: kernel of 5 with dilation 1 spans 5 samples, but the padded input has 4 (4 + 0 + 0)"),
    ("max_unpool2d", (X, X, 2), {}, "TypeError: max_unpool2d: expected indices as an array of integers, got float64"),
    ("max_unpool2d", (X, X[:1].astype(int), 2), {}, "ValueError: max_unpool2d: expected indices of shape (2, 4, 6, 5), got (1, 4, 6, 5)"),
    ("max_unpool2d", (X, X.astype(int) - 1, 2), {}, "ValueError: max_unpool2d: expected indices from 0 to 119 for a result of 12 x 10, got values from -1 to -1"),
    ("max_unpool2d", (X, X.astype(int), 2), {"output_size": (13, 12)}, "ValueError: max_unpool2d: expected output_size within one stride of (12, 10), got (13, 12)"),
    ("pad1d", (X1, 6), {"mode": "reflect"}, "ValueError: pad1d: mode 'reflect' on 6 samples allows padding of at most 5, got 6"),
    ("pad2d", (X, (0, 6)), {"mode": "circular"}, "ValueError: pad2d: mode 'circular' on 5 samples allows padding of at most 5, got 6"),
    ("pad2d", (X[:, :, :0], 1), {"mode": "replicate"}, "ValueError: pad2d: mode 'replicate' on 0 samples allows padding of at most 0, got 1"),
    ("pad1d", (X1, 1), {"mode": "constant"}, "ValueError: pad1d: expected mode as one of 'zeros', 'reflect', 'replicate', 'circular', got 'constant'"),
    ("pad1d", (X1, -1), {}, "ValueError: expected padding of at least 0, got -1"),
    ("linear", (X1, W[0, 0]), {}, "ValueError: linear: expected x with 2 axes (N, in_features), got shape (2, 4, 6)"),
    ("linear", (X1[0], zeros(2, 5)), {}, "ValueError: linear: weight of shape (2, 5) reads 5 features, but x has 6"),
    ("linear", (X1[0], zeros(2, 6), zeros(3)), {}, "ValueError: linear: expected bias of shape (2,), got (3,)"),
    ("relu", (CLASSES,), {}, "TypeError: relu: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("relu", (1.0,), {}, "TypeError: relu: expected x as an array, got float"),
    ("leaky_relu", (CLASSES,), {}, "TypeError: leaky_relu: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("sigmoid", (CLASSES,), {}, "TypeError: sigmoid: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("tanh", (2,), {}, "TypeError: tanh: expected x as an array, got int"),
    ("batch_norm", (X[0, 0, 0], None, None), {}, "ValueError: batch_norm: expected x with axes (N, C, ...), got shape (5,)"),
    ("batch_norm", (X, zeros(3), zeros(4)), {}, "ValueError: batch_norm: expected running_mean of shape (4,), got (3,)"),
    ("batch_norm", (X, zeros(4), zeros(4), zeros(5)), {}, "ValueError: batch_norm: expected weight of shape (4,), got (5,)"),
    ("batch_norm", (X, zeros(4, dtype="float32"), zeros(4)), {}, "TypeError: batch_norm: expected one dtype, got x of float64, running_mean of float32, running_var of float64"),
    ("batch_norm", (X, None, None), {}, "ValueError: batch_norm: expected running_mean and running_var unless training, got no running_mean and no running_var"),
    ("batch_norm", (X, zeros(4), None), {"training": True, "return_statistics": True}, "ValueError: batch_norm: expected running_mean and running_var for return_statistics, got no running_var"),
    ("batch_norm", (X[:1, :, :1, :1], None, None), {"training": True}, "ValueError: batch_norm: expected more than one number per channel in training, got x of shape (1, 4, 1, 1)"),
    ("layer_norm", (X, (6,)), {}, "ValueError: layer_norm: expected x with axes (N, ...) that end in normalized_shape (6,), got shape (2, 4, 6, 5)"),
    ("layer_norm", (X, (2, 4, 6, 5)), {}, "ValueError: layer_norm: expected x with axes (N, ...) that end in normalized_shape (2, 4, 6, 5), got shape (2, 4, 6, 5)"),
    ("layer_norm", (X, (6, 5), zeros(5)), {}, "ValueError: layer_norm: expected weight of shape (6, 5), got (5,)"),
    ("layer_norm", (CLASSES, (2,)), {}, "TypeError: layer_norm: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("instance_norm", (X[:, :, :1, :1],), {}, "ValueError: instance_norm: expected more than one position per channel, got x of shape (2, 4, 1, 1)"),
    ("instance_norm", (X,), {"bias": zeros(3)}, "ValueError: instance_norm: expected bias of shape (4,), got (3,)"),
    ("group_norm", (X, 3), {}, "ValueError: group_norm: expected num_groups that divides the 4 channels, got 3"),
    ("group_norm", (X, 0), {}, "ValueError: group_norm: expected num_groups that divides the 4 channels, got 0"),
    ("local_response_norm", (X[:, :, 0, 0], 3), {}, "ValueError: local_response_norm: expected x with axes (N, C, positions), got shape (2, 4)"),
    ("local_response_norm", (X, 0), {}, "ValueError: expected size of at least 1, got 0"),
    ("GroupNorm", (4, 6), {}, "ValueError: GroupNorm: expected num_groups that divides the 6 channels, got 4"),
    ("BatchNorm2d", (0,), {}, "ValueError: expected num_features of at least 1, got 0"),
    ("dropout", (X1, None), {}, "TypeError: dropout: expected mask in training, got None; dropout_mask draws one"),
    ("dropout", (X1, X1[0] == 0), {}, "ValueError: dropout: expected mask of shape (2, 4, 6), got (4, 6)"),
    ("dropout", (X1, X1), {}, "TypeError: dropout: expected mask of truth values, got float64"),
    ("dropout", (X1, X1 == 0, 1.5), {}, "ValueError: dropout: expected p from 0 to 1, got 1.5"),
    ("dropout", (CLASSES, CLASSES == 0), {}, "TypeError: dropout: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("dropout_mask", ((2, 3), -0.1), {}, "ValueError: dropout_mask: expected p from 0 to 1, got -0.1"),
    ("Dropout", (2,), {}, "ValueError: Dropout: expected p from 0 to 1, got 2"),
    ("interpolate", (X1, 3), {}, "ValueError: interpolate: expected x with 4 axes (N, C, H, W), got shape (2, 4, 6)"),
    ("interpolate", (X,), {}, "ValueError: expected either size or scale_factor, got neither"),
    ("interpolate", (X, 3, 2), {}, "ValueError: expected either size or scale_factor, got both"),
    ("interpolate", (X, (3, 0)), {}, "ValueError: expected size of at least 1, got 0"),
    ("interpolate", (X, 3.0), {}, "TypeError: expected an integer or a pair of integers, got 3.0"),
    ("interpolate", (X,), {"scale_factor": 0.1}, "ValueError: expected scale_factor that leaves a sample of 6, got 0.1"),
    ("interpolate", (X,), {"scale_factor": -2}, "ValueError: expected scale_factor that leaves a sample of 6, got -2"),
    ("interpolate", (X[:, :, :0], 3), {}, "ValueError: expected samples of the input of at least 1, got 0"),
    ("interpolate", (X, 3), {"mode": "bicubic"}, "ValueError: interpolate: expected mode as one of 'nearest', 'bilinear', got 'bicubic'"),
    ("interpolate", (X, 3), {"align_corners": True}, "ValueError: interpolate: expected align_corners only with mode 'bilinear', got True"),
    ("softmax", (zeros(3),), {}, "ValueError: softmax: expected dim of an axis of x of shape (3,), got 1"),
    ("log_softmax", (zeros(3, 2), -3), {}, "ValueError: log_softmax: expected dim of an axis of x of shape (3, 2), got -3"),
    ("cross_entropy", (zeros(2), CLASSES), {}, "ValueError: cross_entropy: expected logits with axes (N, classes, ...), got shape (2,)"),
    ("cross_entropy", (zeros(2, 3), zeros(2)), {}, "TypeError: cross_entropy: expected target as an array of integers, got float64"),
    ("cross_entropy", (zeros(2, 3), zeros(2, 3, dtype="int64")), {}, "ValueError: cross_entropy: expected target of shape (2,), got (2, 3)"),
    ("cross_entropy", (zeros(2, 3), CLASSES + 3), {}, "ValueError: cross_entropy: expected target from 0 to 2, got values from 3 to 3"),
    ("cross_entropy", (zeros(2, 3), CLASSES - 1), {}, "ValueError: cross_entropy: expected target from 0 to 2, got values from -1 to -1"),
    ("conv1d_matrix", (W, 9), {}, "ValueError: conv1d_matrix: expected weight with 3 axes (C_out, C_in/groups, K), got shape (6, 4, 3, 2)"),
    ("conv1d_matrix", (W1, -1), {}, "ValueError: expected length of at least 0, got -1"),
    ("conv1d_matrix", (W1, 9), {"padding": (1, 2)}, "TypeError: conv1d_matrix: expected padding as an integer, 'same' or 'valid', got (1, 2)"),
    ("conv1d_matrix", (W1, 2), {}, "ValueError: kernel of 3 with dilation 1 spans 3 samples, but the padded input has 2 (2 + 0 + 0)"),
    ("conv2d_matrix", (W, 9), {}, "ValueError: conv2d_matrix: expected size as (height, width), got 9"),
    ("conv2d_matrix", (W, (6, 5)), {"groups": 4}, "ValueError: conv2d_matrix: expected groups that divide the 6 output channels, got 4"),
    ("conv2d_matrix", (W.astype("int8"), (6, 5)), {}, "TypeError: conv2d_matrix: expected weight of floating-point numbers, got int8; convert it first, say to float32"),
    ("box_iou", (zeros(2, 5), zeros(2, 4)), {}, "ValueError: box_iou: expected boxes1 of shape (N, 4), got (2, 5)"),
    ("box_iou", (zeros(2, 4), X1), {}, "ValueError: box_iou: expected boxes2 with 2 axes (N, 4), got shape (2, 4, 6)"),
    ("box_iou", (zeros(2, 4), zeros(2, 4) - np.array([0, 0, 0, 1])), {}, "ValueError: box_iou: expected x1 <= x2 and y1 <= y2, got [0.0, 0.0, 0.0, -1.0] as box 0 of boxes2"),
    ("box_iou", (zeros(2, 4) + np.nan, zeros(2, 4)), {}, "ValueError: box_iou: expected x1 <= x2 and y1 <= y2, got [nan, nan, nan, nan] as box 0 of boxes1"),
    ("box_iou", (zeros(2, 4), zeros(2, 4, dtype="float32")), {}, "TypeError: box_iou: expected one dtype, got boxes1 of float64, boxes2 of float32"),
    ("nms", (zeros(3, 4), zeros(2), 0.5), {}, "ValueError: nms: expected scores of shape (3,), got (2,)"),
    ("nms", (zeros(2, 4), zeros(2) + np.nan, 0.5), {}, "ValueError: nms: expected scores that can be compared, got NaN"),
    ("nms", (zeros(2, 4), zeros(2), 50), {}, "ValueError: nms: expected iou_threshold from 0 to 1, got 50"),
    ("nms", (zeros(2, 4, dtype="int64"), zeros(2), 0.5), {}, "TypeError: nms: expected boxes of floating-point numbers, got int64; convert it first, say to float32"),
    ("batched_nms", (zeros(2, 4), zeros(2), zeros(2), 0.5), {}, "TypeError: batched_nms: expected idxs as an array of integers, got float64"),
    ("batched_nms", (zeros(3, 4), zeros(3), CLASSES, 0.5), {}, "ValueError: batched_nms: expected idxs of shape (3,), got (2,)"),
    ("yolo_decode", (zeros(1, 10, 7, 7), (64, 64)), {}, "ValueError: yolo_decode: expected more than 2 * 5 numbers in each cell, got cells of shape (1, 10, 7, 7)"),
    ("yolo_decode", (zeros(1, 14, 7), (64, 64)), {}, "ValueError: yolo_decode: expected cells with 4 axes (N, numbers, rows, columns), got shape (1, 14, 7)"),
    ("yolo_decode", (zeros(1, 14, 7, 7), 64), {}, "ValueError: yolo_decode: expected image_size as (height, width), got 64"),
    ("yolo_decode", (zeros(1, 14, 7, 7), (64, 64), 0), {}, "ValueError: expected num_boxes of at least 1, got 0"),
    ("im2col", (X1, 2), {}, "ValueError: im2col: expected x with 4 axes (N, C, H, W), got shape (2, 4, 6)"),
    ("im2col", (X, (2, 6)), {}, "ValueError: kernel of 6 with dilation 1 spans 6 samples, but the padded input has 5 (5 + 0 + 0)"),
    ("col2im", (X1, (3, 2), 2), {}, "ValueError: col2im: expected columns of shape (N, C * 4, 2), got (2, 4, 6)"),
    ("col2im", (X1, (3, 4), (1, 3)), {}, "ValueError: col2im: expected columns of shape (N, C * 3, 6), got (2, 4, 6)"),
    ("col2im", (X, (3, 4), 2), {}, "ValueError: col2im: expected columns with 3 axes (N, C*KH*KW, positions), got shape (2, 4, 6, 5)"),
    ("flatten", (X1,), {"start_dim": 3}, "ValueError: flatten: expected start_dim of an axis of x of shape (2, 4, 6), got 3"),
    ("flatten", (X1,), {"end_dim": -4}, "ValueError: flatten: expected end_dim of an axis of x of shape (2, 4, 6), got -4"),
    ("flatten", (X1, 2, 1), {}, "ValueError: flatten: expected start_dim before end_dim, got 2 and 1 of shape (2, 4, 6)"),
    ("flatten", (CLASSES,), {}, "TypeError: flatten: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("concat", ([X, X1], 1), {}, "ValueError: concat: expected shapes that differ only in axis 1, got (2, 4, 6, 5), (2, 4, 6)"),
    ("concat", ([X, X[:, :, 1:]], 1), {}, "ValueError: concat: expected shapes that differ only in axis 1, got (2, 4, 6, 5), (2, 4, 5, 5)"),
    ("concat", ([X, X[:1]], -3), {}, "ValueError: concat: expected shapes that differ only in axis -3, got (2, 4, 6, 5), (1, 4, 6, 5)"),
    ("concat", ([X], 4), {}, "ValueError: concat: expected dim of an axis of tensors[0] of shape (2, 4, 6, 5), got 4"),
    ("concat", ([],), {}, "TypeError: concat: expected a list of at least one array, got none"),
    ("concat", ([X, X.astype("float32")],), {}, "TypeError: concat: expected one dtype, got tensors[0] of float64, tensors[1] of float32"),
    ("concat", ([X, 3],), {}, "TypeError: concat: expected tensors[1] as an array, got int"),
    ("Sequential", (3,), {}, "TypeError: Sequential: expected layers, got int as '0'"),
    ("Residual", ({"a": None},), {}, "TypeError: Residual: expected layers, got NoneType as 'a'"),
    ("Branches", (), {}, "ValueError: Branches: expected at least one layer, got none"),
    ("mse_loss", (X1, X), {}, "ValueError: mse_loss: expected target of shape (2, 4, 6), got (2, 4, 6, 5)"),
    ("mse_loss", (zeros(2, 1), zeros(2)), {}, "ValueError: mse_loss: expected target of shape (2, 1), got (2,)"),
    ("mse_loss", (X1, zeros(2, 4, 6, dtype="float32")), {}, "TypeError: mse_loss: expected one dtype, got x of float64, target of float32"),
    ("mse_loss", (CLASSES, CLASSES), {}, "TypeError: mse_loss: expected x of floating-point numbers, got int64; convert it first, say to float32"),
    ("mse_loss", (X1, 1.0), {}, "ValueError: mse_loss: expected target of shape (2, 4, 6), got float"),
    ("binary_cross_entropy_with_logits", (zeros(2), CLASSES), {}, "TypeError: binary_cross_entropy_with_logits: expected one dtype, got logits of float64, target of int64"),
    ("binary_cross_entropy_with_logits", (zeros(2), zeros(2) - 0.5), {}, "ValueError: binary_cross_entropy_with_logits: expected target from 0 to 1, got values from -0.5 to -0.5"),
    ("binary_cross_entropy_with_logits", (zeros(2), zeros(2) + 255), {}, "ValueError: binary_cross_entropy_with_logits: expected target from 0 to 1, got values from 255 to 255"),
    ("hinge_loss", (X1, CLASSES), {}, "ValueError: hinge_loss: expected scores with 2 axes (N, classes), got shape (2, 4, 6)"),
    ("hinge_loss", (zeros(2, 3), CLASSES + 3), {}, "ValueError: hinge_loss: expected target from 0 to 2, got values from 3 to 3"),
    ("dice_loss", (X, zeros(2, 6, 5)), {}, "TypeError: dice_loss: expected target as an array of integers, got float64"),
    ("dice_loss", (X, CLASSES), {}, "ValueError: dice_loss: expected target of shape (2, 6, 5), got (2,)"),
    ("l1_penalty", (X, -0.1), {}, "ValueError: l1_penalty: expected strength of at least 0, got -0.1"),
    ("l2_penalty", (X, float("nan")), {}, "ValueError: l2_penalty: expected strength of at least 0, got nan"),
    ("l2_penalty", (CLASSES, 0.1), {}, "TypeError: l2_penalty: expected weight of floating-point numbers, got int64; convert it first, say to float32"),
    ("elastic_net_penalty", (X, 0.1, "0.1"), {}, "TypeError: l2_penalty: expected strength as a number, got '0.1'"),
    ("max_norm", (X, 0), {}, "ValueError: max_norm: expected most over 0 and finite, got 0"),
    ("max_norm", (X, None), {}, "TypeError: max_norm: expected most as a number, got None"),
    ("kaiming_normal", ((4,),), {}, "ValueError: expected the shape of a weight with 2 axes or more, none of them 0, got (4,)"),
    ("xavier_uniform", ((4, 0, 3),), {}, "ValueError: expected the shape of a weight with 2 axes or more, none of them 0, got (4, 0, 3)"),
    ("Conv2d", (4, 6, 3), {"groups": 4}, "ValueError: Conv2d: expected groups that divide 4 and 6 channels, got 4"),
    ("Conv1d", (4, 6, 3), {"padding_mode": "mirror"}, "ValueError: Conv1d: expected mode as one of 'zeros', 'reflect', 'replicate', 'circular', got 'mirror'"),
    ("Conv2d", (4, 6, 3), {"padding": "same", "stride": 2}, "ValueError: padding 'same' needs stride 1, got stride 2"),
]  # fmt: skip

BACKWARD_ERRORS: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    ("conv2d", (DY[:1], X, W), {}, "ValueError: conv2d_backward: expected dy of shape (2, 6, 4, 4), got (1, 6, 4, 4)"),
    ("conv1d", (zeros(2, 6, 4, dtype="float32"), X1, W1), {}, "TypeError: conv1d_backward: expected one dtype, got dy of float32, x of float64"),
    ("conv_transpose1d", (X1, X1, W1[:4]), {}, "ValueError: conv_transpose1d_backward: expected dy of shape (2, 4, 8), got (2, 4, 6)"),
    ("conv_transpose2d", (X, X, W[:4]), {"output_padding": 1, "stride": 2}, "ValueError: conv_transpose2d_backward: expected dy of shape (2, 4, 14, 11), got (2, 4, 6, 5)"),
    ("max_pool2d", (X, X, 2), {}, "ValueError: max_pool2d_backward: expected dy of shape (2, 4, 3, 2), got (2, 4, 6, 5)"),
    ("max_pool1d", (X1, X1, 2), {}, "ValueError: max_pool1d_backward: expected dy of shape (2, 4, 3), got (2, 4, 6)"),
    ("avg_pool2d", (X, X, 2), {}, "ValueError: avg_pool2d_backward: expected dy of shape (2, 4, 3, 2), got (2, 4, 6, 5)"),
    ("avg_pool1d", (X1, X1, 2), {}, "ValueError: avg_pool1d_backward: expected dy of shape (2, 4, 3), got (2, 4, 6)"),
    ("adaptive_avg_pool1d", (X1, X1, 2), {}, "ValueError: adaptive_avg_pool1d_backward: expected dy of shape (2, 4, 2), got (2, 4, 6)"),
    ("adaptive_avg_pool2d", (X, X, 2), {}, "ValueError: adaptive_avg_pool2d_backward: expected dy of shape (2, 4, 2, 2), got (2, 4, 6, 5)"),
    ("adaptive_max_pool2d", (X, X, 2), {}, "ValueError: adaptive_max_pool2d_backward: expected dy of shape (2, 4, 2, 2), got (2, 4, 6, 5)"),
    ("min_pool1d", (X1, X1, 2), {}, "ValueError: min_pool1d_backward: expected dy of shape (2, 4, 3), got (2, 4, 6)"),
    ("min_pool2d", (X, X, 2), {}, "ValueError: min_pool2d_backward: expected dy of shape (2, 4, 3, 2), got (2, 4, 6, 5)"),
    ("maxout", (X, X, 2), {}, "ValueError: maxout_backward: expected dy of shape (2, 2, 6, 5), got (2, 4, 6, 5)"),
    ("blur_pool2d", (X, X), {}, "ValueError: blur_pool2d_backward: expected dy of shape (2, 4, 3, 3), got (2, 4, 6, 5)"),
    ("locally_connected2d", (X, X, zeros(1, 4, 4, 4, 3, 2)), {}, "ValueError: locally_connected2d_backward: expected dy of shape (2, 1, 4, 4), got (2, 4, 6, 5)"),
    ("max_unpool2d", (X, X, X.astype(int), 2), {}, "ValueError: max_unpool2d_backward: expected dy of shape (2, 4, 12, 10), got (2, 4, 6, 5)"),
    ("pad1d", (X1, X1, (1, 2)), {}, "ValueError: pad1d_backward: expected dy of shape (2, 4, 9), got (2, 4, 6)"),
    ("pad2d", (X, X, 1), {}, "ValueError: pad2d_backward: expected dy of shape (2, 4, 8, 7), got (2, 4, 6, 5)"),
    ("linear", (X1[0], X1[0], zeros(2, 6)), {}, "ValueError: linear_backward: expected dy of shape (4, 2), got (4, 6)"),
    ("relu", (X1[0], X1), {}, "ValueError: relu_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("leaky_relu", (X1[0], X1), {}, "ValueError: leaky_relu_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("sigmoid", (X1[0], X1), {}, "ValueError: sigmoid_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("tanh", (X1[0], X1), {}, "ValueError: tanh_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("conv1d_matrix", (X1[0], W1, 5), {}, "ValueError: conv1d_matrix_backward: expected dy of shape (18, 20), got (4, 6)"),
    ("conv2d_matrix", (X1[0], W, (3, 2)), {}, "ValueError: conv2d_matrix_backward: expected dy of shape (6, 24), got (4, 6)"),
    ("im2col", (X1, X, 3), {}, "ValueError: im2col_backward: expected dy of shape (2, 36, 12), got (2, 4, 6)"),
    ("col2im", (X, X1, (3, 4), 2), {}, "ValueError: col2im_backward: expected dy of shape (2, 1, 3, 4), got (2, 4, 6, 5)"),
    ("flatten", (X1, X1), {}, "ValueError: flatten_backward: expected dy of shape (2, 24), got (2, 4, 6)"),
    ("concat", (X1, [X1, X1]), {}, "ValueError: concat_backward: expected dy of shape (4, 4, 6), got (2, 4, 6)"),
    ("batch_norm", (X1[:1], X1, zeros(4), zeros(4)), {}, "ValueError: batch_norm_backward: expected dy of shape (2, 4, 6), got (1, 4, 6)"),
    ("layer_norm", (X1[:1], X1, (6,)), {}, "ValueError: layer_norm_backward: expected dy of shape (2, 4, 6), got (1, 4, 6)"),
    ("instance_norm", (X1[:1], X1), {}, "ValueError: instance_norm_backward: expected dy of shape (2, 4, 6), got (1, 4, 6)"),
    ("group_norm", (X1[:1], X1, 2), {}, "ValueError: group_norm_backward: expected dy of shape (2, 4, 6), got (1, 4, 6)"),
    ("local_response_norm", (X1[:1], X1, 3), {}, "ValueError: local_response_norm_backward: expected dy of shape (2, 4, 6), got (1, 4, 6)"),
    ("dropout", (X1[0], X1, X1 == 0), {}, "ValueError: dropout_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("interpolate", (X, X, 3), {}, "ValueError: interpolate_backward: expected dy of shape (2, 4, 3, 3), got (2, 4, 6, 5)"),
    ("softmax", (X1[0], X1), {}, "ValueError: softmax_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
    ("log_softmax", (X1[0], X1), {}, "ValueError: log_softmax_backward: expected dy of shape (2, 4, 6), got (4, 6)"),
]  # fmt: skip


def to_torch(argument: Any) -> Any:
    if isinstance(argument, list):
        return [to_torch(a) for a in argument]
    return torch.tensor(argument) if isinstance(argument, np.ndarray) else argument


def error_of(package: Any, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> str:
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(package, name)(*arguments, **options)
    return f"{caught.type.__name__}: {caught.value}"


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("name", "arguments", "options", "message"), ERRORS)
@pytest.mark.parametrize("package", [numpy_nn, reference, torch_nn], ids=["fast", "reference", "torch"])
def test_wrong_input_is_refused(package: Any, name: str, arguments: Any, options: Any, message: str) -> None:
    if package is torch_nn:
        arguments = tuple(to_torch(a) for a in arguments)
    if package is reference and name not in reference.__all__:
        package = numpy_nn  # classes are there once
    assert error_of(package, name, arguments, options) == message


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("name", "arguments", "options", "message"), BACKWARD_ERRORS)
@pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])
def test_wrong_gradient_is_refused(
    package: Any, name: str, arguments: Any, options: Any, message: str
) -> None:
    assert error_of(package, f"{name}_backward", arguments, options) == message


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("correlate1d", (X1[0], X1[0, 0]), "correlate1d: expected x with 1 axis (n), got shape (4, 6)"),
        ("convolve2d", (X1[0], X1[0, 0]), "convolve2d: expected kernel with 2 axes (kh, kw), got shape (6,)"),
        (
            "convolve1d",
            (X1[0, 0, :2], X1[0, 0]),
            "kernel of 6 with dilation 1 spans 6 samples, but the padded input has 2 (2 + 0 + 0)",
        ),
    ],
)
def test_vectors_and_matrices_are_refused_in_each_others_place(
    name: str, arguments: Any, message: str
) -> None:
    assert error_of(reference, name, arguments, {}) == f"ValueError: {message}"


def test_every_error_is_one_line() -> None:
    assert not [message for *_, message in ERRORS + BACKWARD_ERRORS if "\n" in message]


def test_shape_annotations_are_checked_at_run_time() -> None:
    """The option --jaxtyping-packages in pyproject.toml does this for every test."""
    for package, x, w in ((numpy_nn, X, W[:, :1]), (torch_nn, torch.tensor(X), torch.tensor(W[0]))):
        with pytest.raises(jaxtyping.TypeCheckError):
            package.linear(x, w)


def test_results_are_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnlib.numpy_nn.conv.forward", lambda x, *_: x)
    with pytest.raises(jaxtyping.TypeCheckError, match="return"):
        numpy_nn.conv2d(X[:1], W)  # 4 channels come back where 6 were promised
