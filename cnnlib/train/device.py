"""The device that PyTorch works on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def pick_device(device: Any = None) -> "torch.device":
    """Return the device that is asked for, or else the fastest there is: an NVIDIA GPU, an Apple GPU, the CPU.

    ``device`` is a ``torch.device`` or its name, such as "cpu" or "cuda:1"; it wins if given. Raises RuntimeError if
    this machine does not have it.

    >>> pick_device("cpu")
    device(type='cpu')
    """
    import torch  # here, so that NumPy networks train without it

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if device is None:
        return torch.device(next(kind for kind, is_there in there.items() if is_there))
    device = torch.device(device)
    if not there.get(device.type, True):
        has = ", ".join(kind for kind, is_there in there.items() if is_there)
        raise RuntimeError(f"expected a device of this machine ({has}), got '{device}'")
    return device


def check_precision(device: "torch.device", model: Any) -> None:
    """Raise where float64 meets an Apple GPU, which cannot count in it."""
    wide = [name for name, value in model.state_dict().items() if str(value.dtype) == "torch.float64"]
    if device.type == "mps" and wide:
        raise TypeError(f"expected float32 on an Apple GPU, got {wide[0]} of float64; pass device='cpu'")
