"""Arrays and tensors as raw buffers, and back, for values.py. No library is imported before it is needed."""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING, Any

from autograder.isolate.frames import Forged

if TYPE_CHECKING:
    from autograder.isolate.values import Reader, Writer

DTYPE = re.compile(r"[<>|=]?([biufcmM]\d{1,2}(\[\d{0,6}[a-zA-Zμ]{1,7}\])?|[SUV]\d{1,9}|[?])")
TORCH_DTYPE = re.compile(r"(b?float|complex|u?int)\d{1,3}|bool")
MAX_GAPS = 1 << 20  # bytes that the gaps of a strided array may take beyond 16 times its data


def write(value: Any, writer: Writer, depth: int) -> Any:
    """Return the tree of an array, a scalar, a dtype or a tensor; None for anything else."""
    kind = type(value)
    if (np := sys.modules.get("numpy")) is not None:
        if issubclass(kind, np.ndarray):
            return write_array(np, np.asarray(value), writer, depth)
        if issubclass(kind, np.generic):
            array = np.asarray(value)
            return (
                write_array(np, array, writer, depth)
                if array.dtype.kind == "O"
                else scalar(np, array, writer, depth)
            )
        if issubclass(kind, np.dtype) and value.kind != "O":
            return {"dtype": descr(np, value)}
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "Tensor"):
        if issubclass(kind, torch.Tensor) and value.device.type == "cpu" and value.layout == torch.strided:
            return write_tensor(torch, value, writer, depth)
        if kind in (torch.dtype, torch.device):
            return {f"torch_{kind.__name__}": str(value).removeprefix("torch.")}
    return None


def write_array(np: Any, array: Any, writer: Writer, depth: int) -> Any:
    """Return the tree of an array: dtype, shape, its values in C order, and how they lay in memory."""
    if array.dtype.hasobject or array.dtype.kind == "T":
        if array.dtype.kind == "V":
            raise TypeError("arrays of records that hold objects cannot cross")
        items = [writer.write(item, depth + 1) for item in array.astype(object).ravel().tolist()]
        return {"objects": [list(array.shape), items]}
    body = {
        "dtype": descr(np, array.dtype),
        "shape": list(array.shape),
        "data": writer.buffer(array.tobytes()),
    }
    if not array.flags.c_contiguous:
        body["strides"] = list(array.strides)
    if not array.flags.writeable:
        body["locked"] = True
    return {"array": body}


def scalar(np: Any, array: Any, writer: Writer, depth: int) -> Any:
    """Return the tree of a NumPy scalar."""
    return {"scalar": write_array(np, array, writer, depth)["array"]}


def descr(np: Any, dtype: Any) -> Any:
    """Return a dtype as text, or as nested lists for records."""
    if dtype.names is None:
        return dtype.str
    return [[name, descr(np, dtype[name].base), list(dtype[name].shape)] for name in dtype.names]


def write_tensor(torch: Any, tensor: Any, writer: Writer, depth: int) -> Any:
    """Return the tree of a tensor: its values, whether it asks for a gradient, and the gradient that it has."""
    kept = type(tensor) is torch.nn.Parameter
    grad = tensor.grad if tensor.is_leaf else None
    plain = tensor.detach().resolve_conj().resolve_neg()
    name = str(plain.dtype).removeprefix("torch.")
    body = {"dtype": name}
    if name == "bfloat16":
        plain = plain.view(torch.int16)
    elif not TORCH_DTYPE.fullmatch(name):
        return writer.export(tensor, writer)
    body |= write_array(sys.modules["numpy"], plain.numpy(), writer, depth)
    if tensor.requires_grad:
        body["grad"] = writer.write(grad, depth + 1)
    if kept:
        body["parameter"] = True
    return {"tensor": body}


# --- and back -----------------------------------------------------------------------------------


def read(tag: str, body: Any, reader: Reader, depth: int) -> Any:
    """Return the value of a tree that ``write`` made; None for another tag."""
    if tag in ("array", "scalar", "objects", "dtype"):
        import numpy as np

        if tag == "dtype":
            return dtype_of(np, body)
        if tag == "objects":
            return read_objects(np, body, reader, depth)
        array = read_array(np, body, reader)
        return array if tag == "array" else array[()]
    if tag in ("tensor", "torch_dtype", "torch_device"):
        import torch

        if tag == "tensor":
            return read_tensor(torch, body, reader, depth)
        if tag == "torch_device":
            return torch.device("cpu")
        return torch_dtype(torch, body)
    return None


def read_array(np: Any, body: Any, reader: Reader) -> Any:
    """Return an array that owns its data; in C order unless the reader keeps layouts."""
    dtype, shape, raw = dtype_of(np, body["dtype"]), shape_of(body["shape"]), reader.buffer(body["data"])
    if dtype.itemsize * math.prod(shape) != len(raw):
        raise Forged("data and shape do not fit")
    if dtype.itemsize == 0 or not raw:
        return np.zeros(shape, dtype)
    array = np.frombuffer(raw, dtype).reshape(shape)
    strides = body.get("strides") if reader.layout else None
    array = array.copy() if strides is None else laid_out(np, array, strides)
    if reader.layout and body.get("locked"):
        array.flags.writeable = False
    return array


def laid_out(np: Any, array: Any, strides: list[int]) -> Any:
    """Return ``array`` with these strides, in new memory whose gaps hold zeros."""
    reach = [step * (size - 1) for step, size in zip(strides, array.shape, strict=True)]
    start, end = -sum(min(r, 0) for r in reach), sum(max(r, 0) for r in reach) + array.itemsize
    if start + end > 16 * array.nbytes + MAX_GAPS:
        return array.copy()
    view = np.ndarray(array.shape, array.dtype, np.zeros(start + end, np.uint8), start, tuple(strides))
    view[...] = array
    return view


def read_objects(np: Any, body: Any, reader: Reader, depth: int) -> Any:
    """Return an array of objects, each of which is plain data or a handle."""
    shape, trees = shape_of(body[0]), body[1]
    if type(trees) is not list or math.prod(shape) != len(trees):
        raise Forged("data and shape do not fit")
    flat = np.empty(len(trees), object)
    for at, item in enumerate(reader.items(trees, depth)):
        flat[at] = item
    return flat.reshape(shape)


def read_tensor(torch: Any, body: Any, reader: Reader, depth: int) -> Any:
    """Return a tensor, a leaf of no graph."""
    import numpy as np

    array = read_array(np, body["array"], reader)
    if not array.flags.writeable or any(step < 0 for step in array.strides):
        array = array.copy()
    tensor, dtype = torch.from_numpy(array), torch_dtype(torch, body["dtype"])
    tensor = tensor.view(dtype) if dtype == torch.bfloat16 and tensor.dtype == torch.int16 else tensor
    if tensor.dtype != dtype:
        raise Forged("data and dtype do not fit")
    if body.get("parameter") is True:
        tensor = torch.nn.Parameter(tensor, requires_grad="grad" in body)
    elif "grad" in body:
        tensor.requires_grad_(True)
    if body.get("grad") is not None:
        tensor.grad = reader.read(body["grad"], depth)
    return tensor


def shape_of(sizes: Any) -> tuple[int, ...]:
    """Return a checked shape."""
    if (
        type(sizes) is not list
        or len(sizes) > 32
        or not all(type(n) is int and 0 <= n < 1 << 40 for n in sizes)
    ):
        raise Forged("not a shape")
    return tuple(sizes)


def dtype_of(np: Any, body: Any, depth: int = 0) -> Any:
    """Return a dtype without objects."""
    if type(body) is str and DTYPE.fullmatch(body):
        return np.dtype(body)
    if type(body) is not list or len(body) > 256 or depth > 4:
        raise Forged("not a dtype")
    return np.dtype(
        [(str(name), dtype_of(np, kind, depth + 1), shape_of(shape)) for name, kind, shape in body]
    )


def torch_dtype(torch: Any, name: Any) -> Any:
    """Return a dtype of PyTorch's by its name."""
    if type(name) is not str or not TORCH_DTYPE.fullmatch(name) or not hasattr(torch, name):
        raise Forged("not a dtype")
    return getattr(torch, name)
