"""Tiny cases that were worked out on paper, before any oracle: each on NumPy, fast and reference, and on PyTorch."""

from typing import Any

import numpy as np
import pytest
import torch

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import assert_close

pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")

F1 = np.array([10.0, 50, 60, 10, 20, 40, 30])
GRID = np.arange(9.0).reshape(3, 3)
KERNEL = np.arange(4.0).reshape(2, 2)
POOL = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
CHANNELS = np.array([[1.0, 2, 3], [10, 20, 30]])[None]  # (1, 2, 3)
TENS = np.array([[[1.0, 10]]])

FORWARD = [
    ("conv1d", (F1[None, None], np.full((1, 1, 3), 1 / 3)), {"padding": 1}, [[[20, 40, 40, 30, 70 / 3, 30, 70 / 3]]]),
    ("conv1d", (F1[None, None], np.array([[[1.0, 2.0]]])), {"stride": 3, "dilation": 2}, [[[130, 90]]]),
    ("conv1d", (F1[None, None, :3], np.array([[[1.0, 2.0]]])), {"padding": "same"}, [[[110, 170, 60]]]),
    ("conv1d", (CHANNELS, np.array([[[1.0], [1.0]]]), np.array([5.0])), {}, [[[16, 27, 38]]]),
    ("conv1d", (CHANNELS, np.array([[[2.0]], [[3.0]]])), {"groups": 2}, [[[2, 4, 6], [30, 60, 90]]]),
    ("conv2d", (GRID[None, None], KERNEL[None, None]), {}, [[[[19, 25], [37, 43]]]]),
    (
        "conv2d",
        (GRID[None, None], KERNEL[None, None]),
        {"padding": 1},
        [[[[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]]],
    ),
    ("conv2d", (GRID[None, None], KERNEL[None, None]), {"stride": (1, 2)}, [[[[19], [37]]]]),
    ("conv2d", (GRID[None, None], KERNEL[None, None]), {"padding": (0, 1)}, [[[[9, 19, 25, 10], [21, 37, 43, 16]]]]),
    ("conv2d", (GRID[None, None], KERNEL[None, None]), {"dilation": 2}, [[[[2 + 2 * 6 + 3 * 8]]]]),
    # 1 2 3, then ten times that two steps on, overlapping in the middle; then cut or one more
    ("conv_transpose1d", (TENS, np.array([[[1.0, 2, 3]]])), {"stride": 2}, [[[1, 2, 3 + 10, 20, 30]]]),
    ("conv_transpose1d", (TENS, np.array([[[1.0, 2, 3]]])), {"stride": 2, "padding": 1}, [[[2, 13, 20]]]),
    ("conv_transpose1d", (TENS, np.array([[[1.0, 2, 3]]]), np.array([0.5])),
     {"stride": 2, "padding": 1, "output_padding": 1}, [[[2.5, 13.5, 20.5, 30.5]]]),
    ("conv_transpose1d", (TENS, np.array([[[1.0, 2]]])), {"dilation": 2, "output_padding": 1}, [[[1, 10, 2, 20, 0]]]),
    # two input channels, each with a kernel for each of two output channels; then in two groups
    ("conv_transpose1d", (CHANNELS[:, :, :1], np.array([[[1.0], [2]], [[3], [4]]])), {}, [[[31], [42]]]),
    ("conv_transpose1d", (CHANNELS[:, :, :1], np.array([[[2.0]], [[3]]])), {"groups": 2}, [[[2], [30]]]),
    ("conv_transpose2d", (TENS[:, :, None], KERNEL[None, None]), {}, [[[[0, 1, 10], [2, 3 + 20, 30]]]]),
    ("conv_transpose2d", (TENS[:, :, None], KERNEL[None, None]), {"stride": (1, 2)},
     [[[[0, 1, 0, 10], [2, 3, 20, 30]]]]),
    ("conv_transpose2d", (TENS[:, :, None], KERNEL[None, None]), {"padding": (0, 1)}, [[[[1], [23]]]]),
    ("max_pool2d", (POOL[None, None], 2), {}, [[[[6, 8], [3, 4]]]]),
    ("max_pool2d", (-POOL[None, None] - 1, 2), {"padding": 1}, [[[[-2, -2, -5], [-4, -2, -1], [-2, -3, -5]]]]),
    ("max_pool1d", (F1[None, None], 3), {"ceil_mode": True}, [[[60, 40, 30]]]),
    ("avg_pool2d", (POOL[None, None], 2), {}, [[[[3.25, 5.25], [2, 2]]]]),
    ("avg_pool1d", (F1[None, None], 4), {"padding": 2}, [[[15, 32.5]]]),
    ("avg_pool1d", (F1[None, None], 4), {"padding": 2, "count_include_pad": False}, [[[30, 32.5]]]),
    ("avg_pool1d", (F1[None, None], 4), {"ceil_mode": True}, [[[32.5, 30]]]),
    ("adaptive_avg_pool1d", (F1[None, None], 2), {}, [[[32.5, 25]]]),
    ("adaptive_avg_pool1d", (TENS, 3), {}, [[[1, 5.5, 10]]]),  # more windows than samples: 1, 1 and 10, 10
    ("adaptive_avg_pool2d", (POOL[None, None], 1), {}, [[[[50 / 16]]]]),
    ("adaptive_avg_pool2d", (POOL[None, None], (1, 3)), {}, [[[[21 / 8, 24 / 8, 29 / 8]]]]),
    ("adaptive_max_pool2d", (-POOL[None, None], 1), {}, [[[[0]]]]),
    ("adaptive_max_pool2d", (POOL[None, None], (3, 1)), {}, [[[[8], [8], [4]]]]),
    ("min_pool1d", (F1[None, None], 3), {"ceil_mode": True}, [[[10, 10, 30]]]),
    ("min_pool2d", (POOL[None, None], 2), {}, [[[[1, 2], [1, 0]]]]),
    ("min_pool2d", (POOL[None, None], 2), {"padding": 1}, [[[[1, 1, 4], [3, 1, 0], [1, 2, 4]]]]),
    ("maxout", (np.array([[1.0, 3, 5, 4], [9, 8, 7, 6]]), 2), {}, [[3, 5], [9, 7]]),
    ("maxout", (np.array([[[1.0, 5], [3, 4], [2, 0]]]), 3), {}, [[[3, 5]]]),
    # down the rows nothing changes; 1 2 reflected is 2 1 2 1: then (2 + 2 1 + 2) / 4, and (1 + 2 2 + 1) / 4
    ("blur_pool2d", (np.array([[[[1.0, 2], [1, 2]]]]),), {"stride": 1}, [[[[1.5, 1.5], [1.5, 1.5]]]]),
    ("blur_pool2d", (GRID[None, None],), {}, [[[[2, 3], [5, 6]]]]),  # edges: 0 1 2 -> 1 0 1 2 1 -> 1/2, 3/2
    ("blur_pool2d", (GRID[None, None],), {"kernel_size": 1}, [[[[0, 2], [6, 8]]]]),
    ("blur_pool2d", (np.array([[[[0.0, 8, 0, 8], [0, 8, 0, 8]]]]), 2), {}, [[[[4, 4]]]]),
    ("locally_connected2d", (CHANNELS[:, :1, None], np.array([[[[[[1.0, 2]]], [[[3, 4]]]]]])), {}, [[[[5, 18]]]]),
    ("locally_connected2d", (CHANNELS[:, :, None, :1], np.array([[[[[[1.0]], [[2]]]]], [[[[[3]], [[4]]]]]]),
      np.array([[[0.0]], [[0.5]]])), {}, [[[[21]], [[43.5]]]]),
    ("locally_connected2d", (CHANNELS[:, :1, None], np.arange(1.0, 5).reshape(1, 1, 2, 1, 1, 2)),
     {"stride": (1, 3), "padding": (0, 1)}, [[[[2 * 1, 3 * 3]]]]),
    ("max_unpool2d", (TENS[:, :, None], np.array([[[[5, 2]]]]), 2), {}, [[[[0, 0, 10, 0], [0, 1, 0, 0]]]]),
    ("max_unpool2d", (TENS[:, :, None], np.array([[[[5, 2]]]]), 2), {"output_size": (2, 3)},
     [[[[0, 0, 10], [0, 0, 1]]]]),
    ("max_unpool2d", (TENS[:, :, None], np.array([[[[2, 2]]]]), 2), {}, [[[[0, 0, 10, 0], [0, 0, 0, 0]]]]),  # the last
    ("max_unpool2d", (TENS[:, :, None], np.array([[[[1, 2]]]]), 3), {"stride": 2, "padding": 1}, [[[[0, 1, 10]]]]),
    ("pad1d", (CHANNELS, (2, 1)), {"mode": "reflect"}, [[[3, 2, 1, 2, 3, 2], [30, 20, 10, 20, 30, 20]]]),
    ("pad1d", (CHANNELS, (1, 2)), {"mode": "circular"}, [[[3, 1, 2, 3, 1, 2], [30, 10, 20, 30, 10, 20]]]),
    ("pad2d", (KERNEL[None, None], ((1, 0), (0, 1))), {"mode": "replicate"}, [[[[0, 1, 1], [0, 1, 1], [2, 3, 3]]]]),
    ("pad2d", (KERNEL[None, None], (0, 1)), {"value": 7.0}, [[[[7, 0, 1, 7], [7, 2, 3, 7]]]]),
    ("linear", (np.array([[1.0, 2]]), np.array([[3.0, 4], [5, 6], [0, 1]]), np.array([0.0, 0, 9])), {}, [[11, 17, 11]]),
    ("relu", (np.array([-1.0, 0, 2]),), {}, [0, 0, 2]),
    ("leaky_relu", (np.array([-1.0, 0, 2]),), {}, [-0.01, 0, 2]),
    ("leaky_relu", (np.array([-8.0, 0, 2]),), {"negative_slope": 0.25}, [-2, 0, 2]),
    ("sigmoid", (np.append(np.log([1.0, 3, 1 / 3]), [1000, -1000]),), {}, [0.5, 0.75, 0.25, 1, 0]),
    ("tanh", (np.append(np.log([1.0, 3, 1 / 2]), [1000, -1000]),), {}, [0, 0.8, -0.6, 1, -1]),
    ("conv1d_matrix", (np.array([[[1.0, 2, 3]]]), 4), {"stride": 2, "padding": 1}, [[2, 3, 0, 0], [0, 1, 2, 3]]),
    ("conv1d_matrix", (np.array([[[1.0, 2]]]), 4), {"dilation": 3, "padding": "same"},
     [[0, 0, 2, 0], [1, 0, 0, 2], [0, 1, 0, 0], [0, 0, 1, 0]]),
    ("conv1d_matrix", (np.array([[[1.0]], [[2]]]), 2), {"groups": 2},
     [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]),
    ("conv1d_matrix", (np.array([[[1.0], [2]], [[3], [4]]]), 2), {},
     [[1, 0, 2, 0], [0, 1, 0, 2], [3, 0, 4, 0], [0, 3, 0, 4]]),
    ("conv2d_matrix", (KERNEL[None, None], (2, 3)), {}, [[0, 1, 0, 2, 3, 0], [0, 0, 1, 0, 2, 3]]),
    ("im2col", (GRID[None, None], (1, 2)), {}, [[[0, 1, 3, 4, 6, 7], [1, 2, 4, 5, 7, 8]]]),
    ("im2col", (GRID[None, None], (2, 1)), {"stride": 2, "padding": (1, 0)}, [[[0, 0, 3, 5], [0, 2, 6, 8]]]),
    ("im2col", (CHANNELS[:, :, None], (1, 2)), {"dilation": 2}, [[[1], [3], [10], [30]]]),
    ("im2col", (CHANNELS[:, :1, None], (1, 2)), {"padding": "same"}, [[[1, 2, 3], [2, 3, 0]]]),
    ("col2im", (np.arange(1.0, 5).reshape(1, 2, 2), (1, 3), (1, 2)), {}, [[[[1, 2 + 3, 4]]]]),
    ("col2im", (np.arange(1.0, 7).reshape(1, 2, 3), (1, 2), (1, 2)), {"padding": (0, 1)}, [[[[4 + 2, 5 + 3]]]]),
    ("flatten", (GRID[None, None],), {}, [[0, 1, 2, 3, 4, 5, 6, 7, 8]]),
    ("flatten", (POOL.reshape(2, 2, 2, 2),), {"start_dim": 0, "end_dim": 2}, POOL.reshape(8, 2)),
    # channel 0 has 1 3 (mean 2, deviation 1), channel 1 has 10 50 (30, 20)
    ("batch_norm", (np.array([[1.0, 10], [3, 50]]), None, None), {"training": True, "eps": 1e-30}, [[-1, -1], [1, 1]]),
    ("batch_norm", (np.array([[[1.0, 3]], [[3, 1]]]), np.zeros(1), np.ones(1), np.array([5.0]), np.array([7.0])),
     {"training": True, "eps": 3.0}, [[[4.5, 9.5]], [[9.5, 4.5]]]),
    ("batch_norm", (np.array([[1.0, 10], [3, 50]]), np.array([1.0, 0]), np.array([4.0, 9])), {"eps": 0.0},
     [[0, 10 / 3], [1, 50 / 3]]),
    ("layer_norm", (np.array([[1.0, 3], [10, 50]]), (2,), np.array([2.0, 3]), np.array([0.0, 1])), {"eps": 1e-30},
     [[-2, 4], [-2, 4]]),
    ("instance_norm", (np.array([[[1.0, 3], [10, 50]]]),), {"eps": 1e-30}, [[[-1, 1], [-1, 1]]]),
    ("group_norm", (np.array([[[1.0], [3], [10], [50]]]), 2, np.array([1.0, 1, 2, 2])), {"eps": 1e-30},
     [[[-1], [1], [-2], [2]]]),
    # 1 + 1 + 4, 1 + 1 + 4 + 9, 1 + 4 + 9; then one channel before only: 1 + 1, 1 + 1 + 4, 1 + 4 + 9
    ("local_response_norm", (np.array([[[1.0], [2], [3]]]), 3), {"alpha": 3.0, "beta": 1.0},
     [[[1 / 6], [2 / 15], [3 / 14]]]),
    ("local_response_norm", (np.array([[[1.0], [2], [3]]]), 2), {"alpha": 2.0, "beta": 1.0},
     [[[1 / 2], [1 / 3], [3 / 14]]]),
    ("dropout", (np.array([1.0, 2, 3]), np.array([True, False, True])), {"p": 0.75}, [4, 0, 12]),
    ("dropout", (np.array([1.0, 2, 3]), np.array([True, False, True])), {"p": 0.75, "inverted": False}, [1, 0, 3]),
    ("dropout", (np.array([1.0, 2, 3]), None), {"p": 0.75, "training": False}, [1, 2, 3]),
    ("dropout", (np.array([4.0, 8]), None), {"p": 0.75, "training": False, "inverted": False}, [1, 2]),
    ("dropout", (np.array([1.0, 2]), np.array([False, False])), {"p": 1.0}, [0, 0]),
    ("interpolate", (KERNEL[None, None],), {"scale_factor": 2},
     [[[[0, 0, 1, 1], [0, 0, 1, 1], [2, 2, 3, 3], [2, 2, 3, 3]]]]),
    ("interpolate", (GRID[None, None], (2, 4)), {}, [[[[0, 0, 1, 2], [3, 3, 4, 5]]]]),
    # read at -1/4 (the border), 1/4, 3/4 and 5/4 (the border); rows are 2 apart, columns 1
    ("interpolate", (KERNEL[None, None],), {"scale_factor": 2, "mode": "bilinear"},
     [[[[0, 0.25, 0.75, 1], [0.5, 0.75, 1.25, 1.5], [1.5, 1.75, 2.25, 2.5], [2, 2.25, 2.75, 3]]]]),
    ("interpolate", (KERNEL[None, None], 3), {"mode": "bilinear", "align_corners": True},
     [[[[0, 0.5, 1], [1, 1.5, 2], [2, 2.5, 3]]]]),
    ("interpolate", (GRID[None, None], (1, 1)), {"mode": "bilinear", "align_corners": True}, [[[[0]]]]),
    ("interpolate", (GRID[None, None], 1), {"mode": "bilinear"}, [[[[4]]]]),
    ("softmax", (np.log([[1.0, 3], [2, 2]]),), {}, [[0.25, 0.75], [0.5, 0.5]]),
    ("softmax", (np.array([[1000.0, 1000, -1000]]),), {}, [[0.5, 0.5, 0]]),
    ("log_softmax", (np.array([[1000.0, 0]]),), {}, [[0, -1000]]),
    ("cross_entropy", (np.log([[1.0, 3], [2, 2]]), np.array([0, 1])), {}, (np.log(4) + np.log(2)) / 2),
    ("mse_loss", (np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 4], [0, 5]])), {}, (0 + 4 + 9 + 1) / 4),
    # p = 3/4, 3/4, 1/2
    ("binary_cross_entropy_with_logits", (np.log([3.0, 3, 1]), np.array([1.0, 0, 0.5])), {},
     (np.log(4 / 3) + np.log(4) + np.log(2)) / 3),
    ("binary_cross_entropy_with_logits", (np.array([1000.0, -1000, 1000]), np.array([1.0, 0, 0])), {}, 1000 / 3),
    # the cat, car and frog of the CS231n lectures: 2.9, 0 and 12.9
    ("hinge_loss", (np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]), np.array([0, 1, 2])), {},
     (2.9 + 0 + 12.9) / 3),
    # p = 1/4, 3/4: class 0 has 2 (1/4) / (1/16 + 1), class 1 has nothing to overlap with
    ("dice_loss", (np.log([[1.0, 3]]), np.array([0])), {"eps": 0.0}, 1 - 8 / 17 / 2),
    # a class that is neither there nor predicted overlaps by 1, here the last
    ("dice_loss", (np.array([[1000.0, 0, 0], [0, 1000, 0]]), np.array([0, 1])), {}, 0),
    ("l1_penalty", (np.array([[3.0, 0], [0, -4]]), 0.5), {}, 3.5),
    ("l2_penalty", (np.array([[3.0, 0], [0, -4]]), 0.5), {}, 6.25),
    ("elastic_net_penalty", (np.array([[3.0, 0], [0, -4]]), 0.5, 0.25), {}, 3.5 + 3.125),
    ("max_norm", (np.array([[3.0, 4], [0, 5], [0.6, 0.8], [0, 0]]), 2.5), {}, [[1.5, 2], [0, 2.5], [0.6, 0.8], [0, 0]]),
    ("max_norm", (np.array([[[[1.0, 1], [1, 1]]]]), 1.0), {}, [[[[0.5, 0.5], [0.5, 0.5]]]]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "options", "expected"), FORWARD)
@pytest.mark.parametrize("package", [numpy_nn, reference, torch_nn], ids=["fast", "reference", "torch"])
def test_output_by_hand(
    package: Any, name: str, arguments: tuple[Any, ...], options: Any, expected: Any
) -> None:
    if package is torch_nn:
        arguments = tuple(torch.tensor(a) if isinstance(a, np.ndarray) else a for a in arguments)
    assert_close(getattr(package, name)(*arguments, **options), np.array(expected, dtype=float), 1e-15)


def test_sigmoid_of_large_numbers_does_not_overflow() -> None:
    with np.errstate(all="raise", under="ignore"):
        assert numpy_nn.sigmoid(np.array([-1000.0, 1000])).tolist() == [0, 1]
        assert numpy_nn.sigmoid_backward(np.ones(2), np.array([-1000.0, 1000])).tolist() == [0, 0]


ONE, TWO = np.ones((1, 1, 2)), np.array([[[1.0, 10.0]]])
BACKWARD = [
    # y0 = w0 x0 + w1 x1, y1 = w0 x1 + w1 x2, with x = 1 2 3, w = 5 7, dy = 1 10
    ("conv1d", (TWO, np.array([[[1.0, 2, 3]]]), np.array([[[5.0, 7]]])), {}, ([[[5, 57, 70]]], [[[21, 32]]], [11])),
    # stride 2, one zero before and after: y0 = w1 x0, y1 = w0 x1 + w1 x2
    (
        "conv1d",
        (TWO, np.array([[[1.0, 2, 3]]]), np.array([[[5.0, 7]]])),
        {"stride": 2, "padding": 1},
        ([[[7, 50, 70]]], [[[20, 31]]], [11]),
    ),
    (
        "conv2d",
        (np.ones((1, 1, 2, 2)), GRID[None, None], KERNEL[None, None]),
        {},
        ([[[[0, 1, 1], [2, 6, 4], [2, 5, 3]]]], [[[[8, 12], [20, 24]]]], [4]),
    ),
    # y = w0 x0, w1 x0, w0 x1, w1 x1, of which the first is cut off and one 0 comes after; dy = 1 10 100
    ("conv_transpose1d", (np.array([[[1.0, 10, 100]]]), np.array([[[2.0, 3]]]), np.array([[[5.0, 7]]])),
     {"stride": 2, "padding": 1, "output_padding": 1}, ([[[7, 5 * 10 + 7 * 100]]], [[[30, 2 + 300]]], [111])),
    ("conv_transpose2d", (np.arange(6.0).reshape(1, 1, 2, 3), TENS[:, :, None], KERNEL[None, None]), {},
     ([[[[1 + 6 + 12, 2 + 8 + 15]]]], [[[[10, 21], [43, 54]]]], [15])),
    ("max_pool1d", (TWO, np.array([[[3.0, 3, 3]]]), 2), {"stride": 1}, [[[1, 10, 0]]]),
    ("max_pool1d", (TWO, np.array([[[-1.0, -2, -3]]]), 2), {"padding": 1}, [[[1, 10, 0]]]),
    ("max_pool2d", (np.array([[[[1.0, 10], [100, 1000]]]]), POOL[None, None], 2), {},
     [[[[0, 0, 0, 0], [0, 1, 0, 10], [100, 0, 0, 0], [0, 0, 0, 1000]]]]),
    ("avg_pool1d", (TWO, np.zeros((1, 1, 3)), 2), {"stride": 1}, [[[0.5, 5.5, 5]]]),
    ("avg_pool2d", (np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 2)), 2), {}, [[[[2, 2], [2, 2]]]]),
    ("adaptive_avg_pool1d", (TWO, np.zeros((1, 1, 3)), 2), {}, [[[0.5, 5.5, 5]]]),
    ("adaptive_avg_pool2d", (np.array([[[[6.0], [12]]]]), np.zeros((1, 1, 3, 2)), (2, 1)), {},
     [[[[1.5, 1.5], [4.5, 4.5], [3, 3]]]]),
    ("adaptive_max_pool2d", (TWO[:, :, None], np.array([[[[1.0, 3, 3], [0, 3, 2]]]]), (1, 2)), {},
     [[[[0, 11, 0], [0, 0, 0]]]]),
    ("min_pool1d", (TWO, np.array([[[3.0, 3, 3]]]), 2), {"stride": 1}, [[[1, 10, 0]]]),
    ("min_pool2d", (np.array([[[[1.0, 10], [100, 1000]]]]), POOL[None, None], 2), {},
     [[[[1, 0, 10, 0], [0, 0, 0, 0], [0, 0, 0, 1000], [100, 0, 0, 0]]]]),
    ("maxout", (np.array([[5.0], [7]]), np.array([[1.0, 2], [3, 3]]), 2), {}, [[0, 5], [7, 0]]),
    ("blur_pool2d", (np.array([[[[16.0]]]]), np.zeros((1, 1, 2, 2))), {}, [[[[4, 4], [4, 4]]]]),
    ("blur_pool2d", (np.array([[[[0.0, 16], [0, 0]]]]), np.zeros((1, 1, 3, 3))), {},
     [[[[0, 4, 4], [0, 4, 4], [0, 0, 0]]]]),
    ("locally_connected2d",
     (TWO[:, :, None], np.array([[[[1.0, 2, 3]]]]), np.array([[[[[[5.0, 7]]], [[[2, 4]]]]]])), {},
     ([[[[5, 7 + 20, 40]]]], [[[[[[1, 2]]], [[[20, 30]]]]]], [[[1, 10]]])),
    ("max_unpool2d", (np.arange(8.0).reshape(1, 1, 2, 4), TENS[:, :, None], np.array([[[[5, 2]]]]), 2), {},
     [[[[5, 2]]]]),
    # 321232 was made of 123, its gradient is 1 2 3 4 5 6
    ("pad1d", (np.arange(1.0, 7)[None, None], np.zeros((1, 1, 3)), (2, 1)), {"mode": "reflect"}, [[[3, 12, 6]]]),
    ("pad2d", (GRID[None, None], np.zeros((1, 1, 2, 2)), ((1, 0), (0, 1))), {}, [[[[3, 4], [6, 7]]]]),
    ("linear", (np.array([[1.0, 10]]), np.array([[2.0, 3]]), np.array([[4.0, 5], [6, 7]])), {},
     ([[64, 75]], [[2, 3], [20, 30]], [1, 10])),
    # the matrix is [[w2, 0, 0, 0], [w0, w1, w2, 0], [0, 0, w0, w1]]
    ("conv1d_matrix", (np.arange(12.0).reshape(3, 4), np.zeros((1, 1, 3)), 4), {"stride": 2, "padding": 2},
     [[[4 + 10, 5 + 11, 0 + 6]]]),
    ("conv2d_matrix", (np.arange(12.0).reshape(2, 6), np.zeros((1, 1, 2, 2)), (2, 3)), {},
     [[[[0 + 7, 1 + 8], [3 + 10, 4 + 11]]]]),
    # 3 x 3 pixels with 2 x 2 windows: a corner lies in one, an edge in two, the center in four
    ("im2col", (np.ones((1, 4, 4)), GRID[None, None], 2), {}, [[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]]),
    ("col2im", (np.array([[[[1.0, 2, 3]]]]), np.zeros((1, 2, 2)), (1, 3), (1, 2)), {}, [[[1, 2], [2, 3]]]),
    ("flatten", (np.arange(4.0)[None], np.zeros((1, 2, 2))), {}, [[[0, 1], [2, 3]]]),
    ("concat", (np.arange(6.0).reshape(1, 3, 2), [np.zeros((1, 2, 2)), np.zeros((1, 1, 2))]), {"dim": 1},
     ([[[0, 1], [2, 3]]], [[[4, 5]]])),
    ("relu", (np.array([5.0, 6, 7]), np.array([-1.0, 0, 2])), {}, [0, 0, 7]),
    ("leaky_relu", (np.array([5.0, 6, 7]), np.array([-1.0, 0, 2])), {"negative_slope": 0.5}, [2.5, 3, 7]),
    ("sigmoid", (np.array([16.0, 16, 5, 5]), np.array([0, np.log(3), 1000, -1000])), {}, [4, 3, 0, 0]),
    ("tanh", (np.array([7.0, 25, 5, 5]), np.array([0, np.log(3), 1000, -1000])), {}, [7, 9, 0, 0]),
    # x_hat = -1 1; of dy = 4 0 the mean 2 goes, and x_hat times mean(dy x_hat) = -2: nothing is left
    ("batch_norm", (np.array([[4.0], [0]]), np.array([[1.0], [3]]), None, None), {"training": True, "eps": 0.0},
     ([[0], [0]], [-4], [4])),
    # eps = 3, so that std = 2 and x_hat = -1/2 1/2: (4 - 2 - (-1/2)(-1)) / 2 weight
    ("batch_norm", (np.array([[4.0], [0]]), np.array([[1.0], [3]]), None, None, np.array([10.0])),
     {"training": True, "eps": 3.0}, ([[7.5], [-7.5]], [-2], [4])),
    ("batch_norm", (np.array([[4.0], [0]]), np.array([[1.0], [3]]), np.array([1.0]), np.array([4.0]), np.array([10.0])),
     {"eps": 0.0}, ([[20], [0]], [0], [4])),
    ("layer_norm", (np.array([[4.0, 0]]), np.array([[1.0, 3]]), (2,), np.array([10.0, 10])), {"eps": 3.0},
     ([[7.5, -7.5]], [-2, 0], [4, 0])),
    ("instance_norm", (np.array([[[4.0, 0]]]), np.array([[[1.0, 3]]])), {"eps": 3.0}, ([[[0.75, -0.75]]], [-2], [4])),
    ("group_norm", (np.array([[4.0, 0]]), np.array([[1.0, 3]]), 1, np.array([10.0, 10])), {"eps": 3.0},
     ([[7.5, -7.5]], [-2, 0], [4, 0])),
    # y_1 = x_1 / d, d = 1 + 4 + 1: dx_1 = 36 / 6 - 36 * 1 / 36 * 2 * 1, dx_0 = -36 * 1 / 36 * 2 * 2
    ("local_response_norm", (np.array([[[0.0], [36]]]), np.array([[[2.0], [1]]]), 2), {"alpha": 2.0, "beta": 1.0},
     [[[-4], [4]]]),
    ("dropout", (np.array([1.0, 2, 3]), np.zeros(3), np.array([True, False, True])), {"p": 0.75}, [4, 0, 12]),
    ("dropout", (np.array([4.0, 8]), np.zeros(2), None), {"p": 0.75, "training": False, "inverted": False}, [1, 2]),
    ("interpolate", (np.arange(16.0).reshape(1, 1, 4, 4), np.zeros((1, 1, 2, 2))), {"scale_factor": 2},
     [[[[10, 18], [42, 50]]]]),
    # new pixels 0, 1, 2, 3 have shares 0, 1/4, 3/4, 1 of the second; dy = 1 10 100 1000
    ("interpolate", (np.array([[[[1.0, 10, 100, 1000]]]]), np.zeros((1, 1, 1, 2)), (1, 4)), {"mode": "bilinear"},
     [[[[1 + 7.5 + 25, 2.5 + 75 + 1000]]]]),
    ("softmax", (np.array([[4.0, 0]]), np.log([[1.0, 3]])), {}, [[0.75, -0.75]]),
    ("log_softmax", (np.array([[4.0, 0]]), np.log([[1.0, 3]])), {}, [[3, -3]]),
    ("cross_entropy", (2.0, np.log([[1.0, 3], [2, 2]]), np.array([0, 1])), {}, [[-0.75, 0.75], [0.5, -0.5]]),
    ("mse_loss", (2.0, np.array([1.0, 2]), np.array([1.0, 5])), {}, [0, -6]),
    ("binary_cross_entropy_with_logits", (3.0, np.log([3.0, 3, 1]), np.array([1.0, 0, 0.5])), {}, [-0.25, 0.75, 0]),
    # three of twelve margins are positive; one is exactly 0 and pushes nothing
    ("hinge_loss", (2.0, np.array([[3.0, 2.5, 2.0], [0, 0, 1], [5, 0, 3]]), np.array([0, 1, 0])), {},
     [[-2 / 3, 2 / 3, 0], [2 / 3, -4 / 3, 2 / 3], [0, 0, 0]]),
    # D = 8/17, dD/dp0 = 2 (1 - D/4) / (17/16), through softmax times p0 p1 = 3/16
    ("dice_loss", (2.0, np.log([[1.0, 3]]), np.array([0])), {"eps": 0.0},
     [[-90 / 289, 90 / 289]]),
    ("l1_penalty", (2.0, np.array([3.0, 0, -4]), 0.5), {}, [1, 0, -1]),
    ("l2_penalty", (2.0, np.array([3.0, 0, -4]), 0.5), {}, [3, 0, -4]),
    ("elastic_net_penalty", (2.0, np.array([3.0, 0, -4]), 0.5, 0.25), {}, [1 + 1.5, 0, -1 - 2]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "options", "expected"), BACKWARD)
@pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])
def test_gradient_by_hand(
    package: Any, name: str, arguments: tuple[Any, ...], options: Any, expected: Any
) -> None:
    got = getattr(package, f"{name}_backward")(*arguments, **options)
    if not isinstance(got, tuple):
        got, expected = (got,), (expected,)
    for ours, paper in zip(got, expected, strict=True):
        assert_close(ours, np.array(paper, dtype=float), 1e-15)


def test_max_pool_says_where_the_first_of_ties_was() -> None:
    x = np.array([[[[1.0, 2, 2], [2, 0, 2]]]])
    for package in (numpy_nn, reference):
        assert package.max_pool2d(x, 2, stride=1, return_indices=True)[1].tolist() == [[[[1, 1]]]]
        assert package.max_pool1d(x[:, :, 0], 2, stride=1, return_indices=True)[1].tolist() == [[[1, 1]]]


@pytest.mark.parametrize("size", [255, 257, 300])
def test_max_pool_knows_its_place_in_a_window_of_more_than_255(size: int) -> None:
    x = np.zeros((1, 1, size))
    x[0, 0, -1] = 1
    layer = numpy_nn.MaxPool1d(size, return_indices=True)
    for _, places in (layer(x), numpy_nn.max_pool1d(x, size, return_indices=True)):
        assert places.tolist() == [[[size - 1]]]
    assert np.array_equal(layer.backward(np.ones((1, 1, 1))), x)


def test_max_pool_of_nothing_but_minus_infinity_points_into_the_image() -> None:
    x = np.full((1, 1, 2, 2), -np.inf)
    for package in (numpy_nn, reference):
        y, indices = package.max_pool2d(x, 2, padding=1, return_indices=True)
        assert (y == -np.inf).all()
        assert indices.tolist() == [[[[0, 1], [2, 3]]]]


def test_nan_passes_through_pooling() -> None:
    x = np.array([[[1.0, np.nan, 3.0, 4.0]]])
    for package in (numpy_nn, reference):
        for pool in (package.max_pool1d, package.avg_pool1d):
            assert np.isnan(pool(x, 2)).tolist() == [[[True, False]]]


def test_the_gradient_of_a_window_with_a_nan_stays_in_the_window() -> None:
    x = np.array([[[0.0, 0.0, 1.0, np.nan, 3.0, 4.0]]])
    for package in (numpy_nn, reference):
        indices = package.max_pool1d(x, 2, return_indices=True)[1]
        assert indices[0, 0, 1] in (2, 3)
        dx = package.max_pool1d_backward(np.array([[[1.0, 10.0, 100.0]]]), x, 2)
        assert dx.reshape(3, 2).sum(axis=1).tolist() == [1, 10, 100]


def test_correlation_and_convolution_by_hand() -> None:
    assert reference.correlate1d(F1, np.full(3, 1 / 3)).round(2).tolist() == [40, 40, 30, 23.33, 30]
    assert reference.correlate1d(np.array([1, 2, 3]), np.array([1, 10])).tolist() == [21, 32]
    assert reference.convolve1d(np.array([1, 2, 3]), np.array([1, 10])).tolist() == [12, 23]
    integers = GRID.astype(int), KERNEL.astype(int)
    assert reference.correlate2d(*integers).tolist() == [[19, 25], [37, 43]]
    assert reference.convolve2d(*integers).tolist() == [[5, 11], [23, 29]]


def test_convolution_of_vectors_equals_numpy() -> None:
    rng = np.random.default_rng(0)
    for n, k in [(1, 1), (5, 1), (5, 2), (9, 4), (7, 7)]:
        x, w = rng.standard_normal(n), rng.standard_normal(k)
        assert_close(reference.convolve1d(x, w), np.convolve(x, w, "valid"), 1e-14)
        assert_close(reference.correlate1d(x, w), np.correlate(x, w, "valid"), 1e-14)


def test_convolution_of_matrices_equals_the_layer_with_a_flipped_kernel() -> None:
    rng = np.random.default_rng(0)
    image, kernel = rng.standard_normal((7, 5)), rng.standard_normal((2, 3))
    expected = numpy_nn.conv2d(image[None, None], kernel[None, None, ::-1, ::-1])[0, 0]
    assert_close(reference.convolve2d(image, kernel), expected, 1e-14)


def test_sums_of_pixels_do_not_wrap() -> None:
    pixels, box = np.full((3, 3), 200, np.uint8), np.ones((2, 2), np.uint8)
    assert reference.correlate2d(pixels, box).tolist() == [[800, 800], [800, 800]]
    assert reference.correlate1d(pixels[0], box[0]).tolist() == [400, 400]


def test_the_loss_of_many_half_precision_targets_does_not_overflow() -> None:
    """Their sum, 92,000, is more than float16 can hold; the mean is not."""
    logits, target = np.zeros((40_000, 10), np.float16), np.zeros(40_000, int)
    loss = numpy_nn.cross_entropy(logits, target)
    assert loss.dtype == np.float16
    assert loss == pytest.approx(np.log(10), rel=1e-3)
