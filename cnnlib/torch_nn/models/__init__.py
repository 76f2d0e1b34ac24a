"""Every network of the book, one file per family, each laid out like its figure.

A model is a module of PyTorch. ``rng`` is a generator or a seed for the first weights and for dropout; the same seed
gives the same network in ``numpy_nn.models``.
"""

from cnnlib.torch_nn.models.alexnet import alexnet, alexnet_2012
from cnnlib.torch_nn.models.autoencoder import autoencoder
from cnnlib.torch_nn.models.causal import causal_stack
from cnnlib.torch_nn.models.chapter1 import convolutional_ch1, fully_connected_ch1
from cnnlib.torch_nn.models.encoder_decoder import encoder_decoder
from cnnlib.torch_nn.models.googlenet import googlenet
from cnnlib.torch_nn.models.hourglass import hourglass
from cnnlib.torch_nn.models.lenet import lenet5
from cnnlib.torch_nn.models.lenet_1998 import lenet5_1998
from cnnlib.torch_nn.models.mnist1d import mnist1d_conv, mnist1d_mlp
from cnnlib.torch_nn.models.published import from_torchvision
from cnnlib.torch_nn.models.resnet import plain18, plain34, resnet18, resnet34, resnet50
from cnnlib.torch_nn.models.small_resnet import small_plain, small_resnet
from cnnlib.torch_nn.models.unet import unet
from cnnlib.torch_nn.models.vgg import vgg11, vgg13, vgg16, vgg19
from cnnlib.torch_nn.models.yolo import small_yolo

__all__ = [
    "alexnet",
    "alexnet_2012",
    "autoencoder",
    "causal_stack",
    "convolutional_ch1",
    "encoder_decoder",
    "from_torchvision",
    "fully_connected_ch1",
    "googlenet",
    "hourglass",
    "lenet5",
    "lenet5_1998",
    "mnist1d_conv",
    "mnist1d_mlp",
    "plain18",
    "plain34",
    "resnet18",
    "resnet34",
    "resnet50",
    "small_plain",
    "small_resnet",
    "small_yolo",
    "unet",
    "vgg11",
    "vgg13",
    "vgg16",
    "vgg19",
]
