"""Interactive figures and quizzes: one Python call works in JupyterLab and in a page without a kernel."""

from .aliasing import aliasing
from .backward_1d import backward_1d
from .channels import channels
from .checkerboard import checkerboard
from .compose import compose
from .conv_matrix import conv_matrix
from .equivariance import equivariance
from .figure import Interactive
from .frames import explore
from .kernel_editor import kernel_editor
from .layer_ledger import layer_ledger
from .max_pool import max_pool
from .mnist1d_net import mnist1d_net
from .orientations import orientations
from .output_size import output_size
from .patches import patches
from .point_ops import point_ops
from .quiz import option, question, quiz
from .receptive_field import receptive_field
from .resize_row import resize_row
from .scramble import scramble
from .sharing import sharing
from .shrink import shrink
from .slide_1d import slide_1d
from .slide_2d import slide_2d
from .step_2d import step_2d
from .transposed import transposed
from .weights_1d import weights_1d
from .which_layer import which_layer

__all__ = [
    "Interactive",
    "aliasing",
    "backward_1d",
    "channels",
    "checkerboard",
    "compose",
    "conv_matrix",
    "equivariance",
    "explore",
    "kernel_editor",
    "layer_ledger",
    "max_pool",
    "mnist1d_net",
    "option",
    "orientations",
    "output_size",
    "patches",
    "point_ops",
    "question",
    "quiz",
    "receptive_field",
    "resize_row",
    "scramble",
    "sharing",
    "shrink",
    "slide_1d",
    "slide_2d",
    "step_2d",
    "transposed",
    "weights_1d",
    "which_layer",
]
