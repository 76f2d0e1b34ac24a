"""Training: ``fit`` for networks of both sides, what it measured, and the device that PyTorch works on.

NumPy networks need no PyTorch here; it is loaded when the first PyTorch network is trained. Small networks train
fastest on one thread: ``fit`` holds PyTorch to ``threads``, one unless told otherwise; NumPy reads OMP_NUM_THREADS and
OPENBLAS_NUM_THREADS when it is loaded, so set them to 1 before that.
"""

from cnnlib.train.device import pick_device
from cnnlib.train.fit import evaluate, fit
from cnnlib.train.history import History
from cnnlib.train.score import Score

__all__ = ["History", "Score", "evaluate", "fit", "pick_device"]
