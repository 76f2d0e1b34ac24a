"""Interactive figures and quizzes: one Python call works in JupyterLab and in a page without a kernel."""

from .aliasing import aliasing
from .augmentation import augmentation
from .backward_1d import backward_1d
from .channels import channels
from .checkerboard import checkerboard
from .compose import compose
from .conv_matrix import conv_matrix
from .depth_of_signal import depth_of_signal
from .draw_digit import draw_digit
from .equivariance import equivariance
from .excite import excite
from .figure import Interactive
from .frames import explore
from .inception_cost import inception_cost
from .iou import iou
from .kernel_editor import kernel_editor
from .layer_ledger import layer_ledger
from .max_pool import max_pool
from .mnist1d_net import mnist1d_net
from .nms import nms
from .norm_axes import norm_axes
from .occlusion import occlusion
from .optimizer_race import optimizer_race
from .orientations import orientations
from .output_size import output_size
from .patches import patches
from .point_ops import point_ops
from .quiz import option, question, quiz
from .receptive_field import receptive_field
from .residual_stack import residual_stack
from .resize_row import resize_row
from .scramble import scramble
from .sharing import sharing
from .shrink import shrink
from .slide_1d import slide_1d
from .slide_2d import slide_2d
from .step_2d import step_2d
from .transposed import transposed
from .unet_skips import unet_skips
from .unpooling import unpooling
from .vgg_ledger import vgg_ledger
from .weights_1d import weights_1d
from .which_layer import which_layer

__all__ = [
    "Interactive",
    "aliasing",
    "augmentation",
    "backward_1d",
    "channels",
    "checkerboard",
    "compose",
    "conv_matrix",
    "depth_of_signal",
    "draw_digit",
    "equivariance",
    "excite",
    "explore",
    "inception_cost",
    "iou",
    "kernel_editor",
    "layer_ledger",
    "max_pool",
    "mnist1d_net",
    "nms",
    "norm_axes",
    "occlusion",
    "optimizer_race",
    "option",
    "orientations",
    "output_size",
    "patches",
    "point_ops",
    "question",
    "quiz",
    "receptive_field",
    "residual_stack",
    "resize_row",
    "scramble",
    "sharing",
    "shrink",
    "slide_1d",
    "slide_2d",
    "step_2d",
    "transposed",
    "unet_skips",
    "unpooling",
    "vgg_ledger",
    "weights_1d",
    "which_layer",
]
