"""Data for the book: bundled, so that no chapter needs a network, or drawn by code.

One convention for all of it. Pictures are uint8 from 0 to 255, channels first: (C, H, W), a set of them (N, C, H, W).
``as_float`` turns them into what a layer takes, float32 from 0 to 1. Signals are float32 (N, C, L). Class numbers
are int64. Every array is a fresh NumPy array that you may change; ``torch.from_numpy`` turns it into a tensor
without a copy. Nothing is read before it is asked for. Sources and licenses: ``cnnlib/data/files/README.md``.
"""

from cnnlib.data.batches import as_float, batches
from cnnlib.data.birds import BirdScenes, bird_scenes
from cnnlib.data.dataset import Dataset
from cnnlib.data.experiments import Experiment, experiment
from cnnlib.data.idx_sets import fashion_mnist, mnist, mnist1d
from cnnlib.data.photographs import Photograph, image, photographs
from cnnlib.data.scenes import DetectionScenes, SegmentationScenes, detection_scenes, segmentation_scenes

__all__ = [
    "BirdScenes",
    "Dataset",
    "DetectionScenes",
    "Experiment",
    "Photograph",
    "SegmentationScenes",
    "as_float",
    "batches",
    "bird_scenes",
    "detection_scenes",
    "experiment",
    "fashion_mnist",
    "image",
    "mnist",
    "mnist1d",
    "photographs",
    "segmentation_scenes",
]
