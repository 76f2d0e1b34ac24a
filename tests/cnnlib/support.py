"""What several tests of the layers share: memory layouts, the error measure, and every operation with its oracle."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from hypothesis import assume
from hypothesis import strategies as st

LAYOUTS = ("contiguous", "batch last", "Fortran", "every other", "read-only")


def lay_out(x: np.ndarray, layout: str) -> np.ndarray:
    """Store the same numbers another way."""
    if layout == "batch last":
        return np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0) if x.ndim else x
    if layout == "Fortran":
        return np.asfortranarray(x)
    if layout == "every other":
        wide = np.full((*x.shape[:-1], 2 * x.shape[-1]), np.nan if x.dtype.kind == "f" else 99, x.dtype)
        wide[..., ::2] = x
        return wide[..., ::2]
    x = x.copy()
    x.flags.writeable = layout != "read-only"
    return x


def assert_close(got: Any, expected: Any, tolerance: float = 1e-10, what: str = "") -> None:
    """Compare shape, dtype, and max|got - expected| / max|expected|."""
    got, expected = (np.asarray(v.detach() if isinstance(v, torch.Tensor) else v) for v in (got, expected))
    assert got.shape == expected.shape, f"{what}: shape {got.shape}, expected {expected.shape}"
    assert got.dtype == expected.dtype, f"{what}: dtype {got.dtype}, expected {expected.dtype}"
    if expected.size:
        error, size = np.max(np.abs(got - expected)), np.max(np.abs(expected))
        assert error <= tolerance * max(size, 1e-3), (
            f"{what}: error {error}, largest {size}\n{got}\n{expected}"
        )


def for_backward(package: Any, name: str, arguments: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Name those arguments of a call that its backward takes too; a bias, for instance, it does not."""
    given = inspect.signature(getattr(package, name)).bind(*arguments, **options).arguments
    taken = inspect.signature(getattr(package, f"{name}_backward")).parameters
    return {key: value for key, value in given.items() if key in taken}


class Op(NamedTuple):
    """An operation: its name in the library, how to draw arguments, and PyTorch's own version of it."""

    name: str
    draw: Callable[[st.DrawFn, np.random.Generator], tuple[dict[str, np.ndarray], dict[str, Any]]]
    oracle: Callable[..., torch.Tensor]
    without_gradient: tuple[str, ...] = ()  # arrays that backward returns no gradient for
    forward_only: tuple[str, ...] = ()  # arguments that backward does not take
    as_list: str = ""  # the one argument that takes all arrays as a list, if that is how they are given

    def arguments(self, arrays: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        """Name the arguments of a call."""
        return ({self.as_list: list(arrays.values())} if self.as_list else arrays) | options


def positive(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most)


def axis(draw: st.DrawFn, padding: int | None = None, dilation: int = 3) -> tuple[int, int, int, int, int]:
    """Draw size, kernel size, stride, padding and dilation of one axis; the kernel fits."""
    n, k, s, d = draw(positive(9)), draw(positive(4)), draw(positive(5)), draw(positive(dilation))
    p = draw(st.integers(0, 3 if padding is None else k // 2))
    assume(d * (k - 1) + 1 <= n + 2 * p)
    assume(padding is None or p == 0 or d <= n)  # no window of a pooling layer lies in the padding alone
    return n, k, s, p, d


def draw_conv(dims: int) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        n, k, s, p, d = zip(*(axis(draw) for _ in range(dims)), strict=True)
        groups, batch = draw(positive(3)), draw(st.integers(0, 3))
        c_group, o_group = draw(positive(3)), draw(positive(3))
        padding: Any = p if dims == 2 else p[0]
        if draw(st.integers(0, 4)) == 0:
            padding, s = "same", (1,) * dims
        arrays = {
            "x": rng.standard_normal((batch, groups * c_group, *n)),
            "weight": rng.standard_normal((groups * o_group, c_group, *k)),
        }
        if draw(st.booleans()):
            arrays["bias"] = rng.standard_normal(groups * o_group)
        stride, dilation = (s, d) if dims == 2 else (s[0], d[0])
        return arrays, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}

    return draw_arguments


def draw_conv_transpose(dims: int) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        n, k, s, d = zip(*(tuple(draw(positive(m)) for m in (6, 4, 4, 3)) for _ in range(dims)), strict=True)
        more = tuple(draw(st.integers(0, max(a, b) - 1)) for a, b in zip(s, d, strict=True))
        p = tuple(draw(st.integers(0, 3)) for _ in range(dims))
        for axis in range(dims):
            whole = (n[axis] - 1) * s[axis] + d[axis] * (k[axis] - 1) + 1 + more[axis]
            assume(whole > 2 * p[axis])
        groups, batch = draw(positive(3)), draw(st.integers(0, 3))
        c_group, o_group = draw(positive(3)), draw(positive(3))
        arrays = {
            "x": rng.standard_normal((batch, groups * c_group, *n)),
            "weight": rng.standard_normal((groups * c_group, o_group, *k)),
        }
        if draw(st.booleans()):
            arrays["bias"] = rng.standard_normal(groups * o_group)
        s, p, more, d = (v if dims == 2 else v[0] for v in (s, p, more, d))
        return arrays, {"stride": s, "padding": p, "output_padding": more, "groups": groups, "dilation": d}

    return draw_arguments


def draw_pool(dims: int, kind: str) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        largest = 3 if kind == "max" else 1
        n, k, s, p, d = zip(*(axis(draw, padding=1, dilation=largest) for _ in range(dims)), strict=True)
        shape = (draw(st.integers(0, 3)), draw(positive(3)), *n)
        ties = draw(st.booleans())
        x = rng.integers(-2, 3, shape).astype(float) if ties else rng.standard_normal(shape) - 2
        k, s, p, d = (v if dims == 2 else v[0] for v in (k, s, p, d))
        options = {"kernel_size": k, "stride": draw(st.sampled_from([s, None])), "padding": p}
        options["ceil_mode"] = draw(st.booleans())
        return {"x": x}, options | (
            {"dilation": d} if kind == "max" else {"count_include_pad": draw(st.booleans())}
        )

    return draw_arguments


def draw_maxout(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    pool_size, ties = draw(positive(4)), draw(st.booleans())
    shape = (draw(st.integers(0, 3)), pool_size * draw(positive(3)), *draw(st.lists(positive(4), max_size=3)))
    x = rng.integers(-2, 3, shape).astype(float) if ties else rng.standard_normal(shape)
    return {"x": x}, {"pool_size": pool_size}


def maxout_oracle(x: torch.Tensor, pool_size: int) -> torch.Tensor:
    """Let the channels be the rows of an image of one column for each position."""
    n, c, *positions = x.shape
    columns = x.reshape(n, 1, c, int(np.prod(positions)))
    return F.max_pool2d(columns, (pool_size, 1)).reshape(n, c // pool_size, *positions)


def draw_blur(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    k, s = draw(positive(5)), draw(positive(4))
    size = (draw(st.integers(k // 2 + 1, 9)) for _ in range(2))
    return {"x": rng.standard_normal((draw(st.integers(0, 3)), draw(positive(3)), *size))}, {
        "kernel_size": k,
        "stride": s,
    }


def blur_oracle(x: torch.Tensor, kernel_size: int, stride: int) -> torch.Tensor:
    """Filter with the kernel that repeated averaging of neighbors gives."""
    row = np.ones(1)
    for _ in range(kernel_size - 1):
        row = np.convolve(row, [0.5, 0.5])
    kernel = torch.tensor(np.outer(row, row)).expand(x.shape[1], 1, kernel_size, kernel_size)
    before, after = (kernel_size - 1) // 2, kernel_size // 2
    padded = pad_oracle(x, ((before, after), (before, after)), "reflect", 0.0)
    return F.conv2d(padded, kernel, stride=stride, groups=x.shape[1])


def draw_local(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    n, k, s, p, d = zip(*(axis(draw) for _ in range(2)), strict=True)
    padding = draw(st.sampled_from([p, "same"]))
    s = (1, 1) if padding == "same" else s
    out = [
        n if padding == "same" else (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(n, k, s, p, d, strict=True)
    ]
    x = rng.standard_normal((draw(st.integers(0, 3)), draw(positive(3)), *n))
    arrays = {"x": x, "weight": rng.standard_normal((draw(positive(3)), *out, x.shape[1], *k))}
    if draw(st.booleans()):
        arrays["bias"] = rng.standard_normal(arrays["weight"].shape[:3])
    return arrays, {"stride": s, "padding": padding, "dilation": d}


def local_oracle(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None, **options: Any
) -> torch.Tensor:
    """Convolve the image with the kernel of every unit, and keep the one answer at its position."""
    c_out, h_out, w_out, c_in, kh, kw = weight.shape
    y = F.conv2d(x, weight.reshape(c_out * h_out * w_out, c_in, kh, kw), **options)
    y = y.reshape(len(x), c_out, h_out * w_out, h_out * w_out).diagonal(dim1=2, dim2=3)
    y = y.reshape(len(x), c_out, h_out, w_out)
    return y if bias is None else y + bias


def draw_adaptive(dims: int) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        shape = (draw(st.integers(0, 3)), *(draw(positive(m)) for m in (3, *[9] * dims)))
        ties, out = draw(st.booleans()), tuple(draw(positive(6)) for _ in range(dims))
        x = rng.integers(-2, 3, shape).astype(float) if ties else rng.standard_normal(shape)
        return {"x": x}, {"output_size": out[0] if dims == 1 or draw(st.booleans()) else out}

    return draw_arguments


def draw_unpool(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Draw numbers and, for each channel, as many different places."""
    axes = [(draw(positive(4)), draw(positive(4)), draw(positive(4))) for _ in range(2)]
    k, s = tuple(k for _, k, _ in axes), tuple(s for *_, s in axes)
    p = tuple(draw(st.integers(0, v // 2)) for v in k)
    usual = [(n - 1) * s - 2 * p + k for (n, k, s), p in zip(axes, p, strict=True)]
    size = tuple(n + draw(st.integers(1 - s, s - 1)) for n, (*_, s) in zip(usual, axes, strict=True))
    output_size = draw(st.sampled_from([None, size]))
    h, w = output_size or usual
    shape = (draw(st.integers(0, 3)), draw(positive(3)), axes[0][0], axes[1][0])
    count = shape[2] * shape[3]
    assume(h > 0 and w > 0 and count <= h * w)
    places = [rng.permutation(h * w)[:count] for _ in range(shape[0] * shape[1])]
    indices = np.array(places, dtype=draw(st.sampled_from([np.int64, np.int32]))).reshape(shape)
    options = {"kernel_size": k, "stride": s, "padding": p, "output_size": output_size}
    return {"x": rng.standard_normal(shape), "indices": indices}, options


def unpool_oracle(x: torch.Tensor, indices: torch.Tensor, **options: Any) -> torch.Tensor:
    return F.max_unpool2d(x, indices.long(), **options)


def draw_pad(dims: int) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        n = [draw(positive(6)) for _ in range(dims)]
        mode = draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
        most = {"reflect": [v - 1 for v in n], "circular": n}.get(mode, [4] * dims)
        pads = tuple((draw(st.integers(0, m)), draw(st.integers(0, m))) for m in most)
        options = {
            "padding": pads if dims == 2 else pads[0],
            "mode": mode,
            "value": draw(st.sampled_from([0.0, -1.5])),
        }
        return {"x": rng.standard_normal((draw(st.integers(0, 2)), draw(positive(3)), *n))}, options

    return draw_arguments


def pad_oracle(x: torch.Tensor, padding: Any, mode: str, value: float) -> torch.Tensor:
    pads = padding if x.ndim == 4 else (padding,)
    sides = [side for before_after in reversed(pads) for side in before_after]
    if mode == "zeros":
        return F.pad(x, sides, value=value)
    if len(x) == 0:  # PyTorch refuses an empty batch in some modes
        return (
            x.new_zeros((0, x.shape[1], *(n + sum(p) for n, p in zip(x.shape[2:], pads, strict=True))))
            + x.sum()
        )
    return F.pad(x, sides, mode=mode)


def draw_linear(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    n, d_in, d_out = draw(st.integers(0, 4)), draw(positive(5)), draw(positive(5))
    arrays = {"x": rng.standard_normal((n, d_in)), "weight": rng.standard_normal((d_out, d_in))}
    return arrays | ({"bias": rng.standard_normal(d_out)} if draw(st.booleans()) else {}), {}


def draw_shape(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    return {"x": rng.standard_normal(draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)))}, {}


def draw_wide(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, options = draw_shape(draw, rng)
    return {"x": arrays["x"] * draw(st.sampled_from([1.0, 1000.0]))}, options


def draw_leaky(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, _ = draw_shape(draw, rng)
    x = np.round(arrays["x"], draw(st.integers(0, 3)))  # with zeros among the numbers
    return {"x": x}, {"negative_slope": draw(st.sampled_from([0.0, 0.01, 0.3, 1.5, -0.5]))}


def draw_flatten(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    shape = draw(st.lists(st.integers(0, 4), min_size=2, max_size=5))
    start = draw(st.integers(0, len(shape) - 1))
    end = draw(st.integers(start, len(shape) - 1))
    start, end = (dim - len(shape) * draw(st.integers(0, 1)) for dim in (start, end))
    return {"x": rng.standard_normal(shape)}, {"start_dim": start, "end_dim": end}


def draw_concat(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    shape = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    dim, sizes = (
        draw(st.integers(-len(shape), len(shape) - 1)),
        draw(st.lists(st.integers(0, 3), min_size=1, max_size=4)),
    )
    arrays = {}
    for place, size in enumerate(sizes):
        shape[dim] = size
        arrays[str(place)] = rng.standard_normal(shape)
    return arrays, {"dim": dim}


def draw_matrix(dims: int) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        arrays, options = draw_conv(dims)(draw, rng)
        size = arrays["x"].shape[2:]
        return {"weight": arrays["weight"]}, ({"size": size} if dims == 2 else {"length": size[0]}) | options

    return draw_arguments


def matrix_oracle(conv: Any) -> Callable[..., torch.Tensor]:
    def oracle(
        weight: torch.Tensor, stride: Any, padding: Any, dilation: Any, groups: int, **size: Any
    ) -> torch.Tensor:
        """Ask PyTorch for the matrix of the linear map x -> conv(x), by automatic differentiation."""
        (n,) = size.values()
        x = weight.new_zeros((1, weight.shape[1] * groups, *(n if isinstance(n, tuple) else (n,))))
        jacobian = torch.func.jacrev(
            lambda x: conv(x, weight, None, stride, padding, dilation, groups).ravel()
        )(x)
        return jacobian.reshape(len(jacobian), -1)

    return oracle


def draw_im2col(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    n, k, s, p, d = zip(*(axis(draw) for _ in range(2)), strict=True)
    x = rng.standard_normal((draw(st.integers(0, 3)), draw(positive(3)), *n))
    return {"x": x}, {"kernel_size": k, "stride": s, "padding": p, "dilation": d}


def draw_col2im(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, options = draw_im2col(draw, rng)
    sizes = arrays["x"].shape
    axes = zip(
        sizes[2:], *(options[name] for name in ("kernel_size", "stride", "padding", "dilation")), strict=True
    )
    positions = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes]
    rows = sizes[1] * options["kernel_size"][0] * options["kernel_size"][1]
    columns = rng.standard_normal((sizes[0], rows, positions[0] * positions[1]))
    return {"columns": columns}, {"output_size": sizes[2:]} | options


def draw_affine(
    draw: st.DrawFn, rng: np.random.Generator, shape: tuple[int, ...] | list[int]
) -> dict[str, np.ndarray]:
    """Draw nothing, a weight, or weight and bias."""
    names = ("weight", "bias")[: draw(st.integers(0, 2))]
    return {name: rng.standard_normal(shape) for name in names}


def draw_channels(
    draw: st.DrawFn, rng: np.random.Generator, positions: int = 0, images: int = 0
) -> np.ndarray:
    """Draw (N, C, ...) of numbers whose mean is not 0, with at least so many axes after C and so many images."""
    n, c = draw(st.integers(images, 4)), draw(positive(5))
    shape = draw(st.lists(positive(4), min_size=positions, max_size=3))
    return 2 * rng.standard_normal((n, c, *shape)) + 3


def draw_eps(draw: st.DrawFn) -> dict[str, Any]:
    return {"eps": draw(st.sampled_from([1e-5, 1e-3, 0.5]))}


def draw_batch_norm(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    x, training = draw_channels(draw, rng), draw(st.booleans())
    c = x.shape[1]
    assume(not training or x.size != c)  # PyTorch refuses a single number, and so do we
    arrays = {"x": x, "running_mean": rng.standard_normal(c), "running_var": rng.random(c) + 0.1}
    return arrays | draw_affine(draw, rng, (c,)), {"training": training} | draw_eps(draw)


def batch_norm_oracle(
    x: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    *affine: torch.Tensor,
    **options: Any,
) -> torch.Tensor:
    """Let PyTorch update a copy in place; it returns no gradient to parameters of an empty batch."""
    y = F.batch_norm(x, running_mean.clone(), running_var.clone(), *affine, **options)
    return y + 0 * sum(a.sum() for a in affine) if affine else y


def draw_layer_norm(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    x = draw_channels(draw, rng)
    shape = x.shape[draw(st.integers(1, x.ndim - 1)) :]
    assume(np.prod(shape) > 1)  # a single number becomes 0, with PyTorch a rounding error
    return {"x": x} | draw_affine(draw, rng, shape), {"normalized_shape": shape} | draw_eps(draw)


def layer_norm_oracle(
    x: torch.Tensor, *affine: torch.Tensor, normalized_shape: Any, eps: float
) -> torch.Tensor:
    return F.layer_norm(x, list(normalized_shape), *affine, eps=eps)


def draw_instance_norm(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    x = draw_channels(draw, rng, positions=1, images=1)  # PyTorch refuses an empty batch
    assume(np.prod(x.shape[2:]) > 1)
    return {"x": x} | draw_affine(draw, rng, x.shape[1:2]), draw_eps(draw)


def instance_norm_oracle(
    x: torch.Tensor, weight: torch.Tensor | None = None, bias: torch.Tensor | None = None, *, eps: float
) -> torch.Tensor:
    return F.instance_norm(x, weight=weight, bias=bias, eps=eps)


def draw_group_norm(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    x = draw_channels(draw, rng)
    x = np.repeat(x, draw(positive(3)), axis=1) + rng.standard_normal(x.shape[:1] + (1,) * (x.ndim - 1))
    x = x + rng.standard_normal(x.shape)
    num_groups = draw(st.sampled_from([g for g in range(1, x.shape[1] + 1) if x.shape[1] % g == 0]))
    assume(
        x.size != len(x) * num_groups or x.size == 0
    )  # a single number becomes 0, with PyTorch a rounding error
    return {"x": x} | draw_affine(draw, rng, x.shape[1:2]), {"num_groups": num_groups} | draw_eps(draw)


def group_norm_oracle(x: torch.Tensor, *affine: torch.Tensor, num_groups: int, eps: float) -> torch.Tensor:
    return F.group_norm(x, num_groups, *affine, eps=eps)


def draw_response_norm(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    options = {"size": draw(positive(7)), "alpha": draw(st.sampled_from([1e-4, 1.0]))}
    options |= {"beta": draw(st.sampled_from([0.75, 1.0, 2.0])), "k": draw(st.sampled_from([1.0, 2.0]))}
    return {"x": draw_channels(draw, rng, positions=1)}, options


def draw_dropout(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, _ = draw_shape(draw, rng)
    p = draw(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
    options = {"p": p, "training": draw(st.booleans()), "inverted": draw(st.booleans())}
    return arrays | {"mask": rng.random(arrays["x"].shape) >= p}, options


def dropout_oracle(
    x: torch.Tensor, mask: torch.Tensor, p: float, training: bool, inverted: bool
) -> torch.Tensor:
    """Scale as PyTorch does, whose own masks cannot be chosen: see test_dropout.py."""
    if training:
        return torch.where(mask, x / (1 - p) if inverted and p < 1 else x, 0 * x)
    return x if inverted else x - p * x


def draw_interpolate(
    draw: st.DrawFn, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Let ``rng`` choose the options, all equally often; hypothesis alone would repeat a few of them."""
    h, w = draw(positive(7)), draw(positive(7))
    how: list[tuple[str, bool | None]] = [("nearest", None), *(("bilinear", a) for a in (None, False, True))]
    mode, align_corners = how[rng.integers(4)]
    if rng.random() < 0.3:
        new_size: dict[str, Any] = {
            "size": draw(st.one_of(positive(15), st.tuples(positive(15), positive(15))))
        }
    else:
        # fractional factors, and those that leave at least one pixel
        fy, fx = (
            rng.choice([f for f in (0.4, 0.75, 1, 1.1, 1.5, 1.7, 2, 2.5, 3.3) if n * f >= 1]) for n in (h, w)
        )
        new_size = {"scale_factor": (float(fy), float(fx)) if rng.random() < 0.8 else int(rng.integers(1, 4))}
    x = rng.standard_normal((draw(st.integers(0, 3)), draw(positive(3)), h, w))
    return {"x": x}, new_size | {"mode": mode, "align_corners": align_corners}


def draw_dim(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    shape = (draw(st.integers(0, 3)), *draw(st.lists(positive(4), min_size=1, max_size=3)))
    scale = draw(st.sampled_from([1.0, 1000.0]))
    return {"x": scale * rng.standard_normal(shape)}, {"dim": draw(st.sampled_from([1, -1]))}


def draw_classes(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    n, classes, positions = draw(positive(4)), draw(positive(5)), draw(st.lists(positive(3), max_size=2))
    scale, kind = draw(st.sampled_from([1.0, 1000.0])), draw(st.sampled_from([np.int64, np.uint8]))
    logits = scale * rng.standard_normal((n, classes, *positions))
    return {"logits": logits, "target": rng.integers(0, classes, (n, *positions)).astype(kind)}, {}


def draw_target(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    shape, scale = draw(st.lists(positive(4), min_size=1, max_size=3)), draw(st.sampled_from([1.0, 1000.0]))
    target = rng.integers(0, 2, shape) if draw(st.booleans()) else rng.random(shape)
    return {"x": scale * rng.standard_normal(shape), "target": np.asarray(target, dtype=float)}, {}


def draw_logits(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, options = draw_target(draw, rng)
    return {"logits": arrays["x"], "target": arrays["target"]}, options


def draw_scores(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    n, classes, ties = draw(positive(4)), draw(positive(5)), draw(st.booleans())
    scores = rng.integers(-2, 3, (n, classes)).astype(float) if ties else rng.standard_normal((n, classes))
    kind = draw(st.sampled_from([np.int64, np.uint8]))
    return {"scores": scores, "target": rng.integers(0, classes, n).astype(kind)}, {}


def hinge_oracle(scores: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return scores.shape[1] * F.multi_margin_loss(scores, target.long())


def draw_regions(draw: st.DrawFn, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    arrays, _ = draw_classes(draw, rng)
    return arrays, {"eps": draw(st.sampled_from([1e-5, 1.0]))}


def dice_oracle(logits: torch.Tensor, target: torch.Tensor, eps: float) -> torch.Tensor:
    """One minus the mean over classes of (2 p·g + eps) / (p·p + g·g + eps), classes as the rows of two matrices."""
    classes = logits.shape[1]
    p = F.softmax(logits, 1).transpose(0, 1).reshape(classes, -1)
    g = F.one_hot(target.long().reshape(-1), classes).T.to(p.dtype)
    dots = [(2 * a @ b + eps) / (a @ a + b @ b + eps) for a, b in zip(p, g, strict=True)]
    return 1 - sum(dots, start=p.new_zeros(())) / classes


def draw_penalty(*names: str) -> Callable[..., tuple[dict[str, np.ndarray], dict[str, Any]]]:
    def draw_arguments(
        draw: st.DrawFn, rng: np.random.Generator
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        shape, ties = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)), draw(st.booleans())
        weight = rng.integers(-1, 2, shape).astype(float) if ties else rng.standard_normal(shape)
        return {"weight": weight}, {name: draw(st.sampled_from([0.0, 1.0, 0.03])) for name in names}

    return draw_arguments


# Functions without a backward: first values of parameters, what is done to a weight beside its gradient, and what
# is done to boxes after the network.
FIRST_VALUES = {"fan_in_uniform", "kaiming_normal", "kaiming_uniform", "xavier_normal", "xavier_uniform"}
NOT_DIFFERENTIATED = FIRST_VALUES | {
    "dropout_mask",
    "max_norm",
    "box_iou",
    "nms",
    "batched_nms",
    "yolo_decode",
}

OPS = [
    Op("conv1d", draw_conv(1), F.conv1d, forward_only=("bias",)),
    Op("conv2d", draw_conv(2), F.conv2d, forward_only=("bias",)),
    Op("conv_transpose1d", draw_conv_transpose(1), F.conv_transpose1d, forward_only=("bias",)),
    Op("conv_transpose2d", draw_conv_transpose(2), F.conv_transpose2d, forward_only=("bias",)),
    Op("max_pool1d", draw_pool(1, "max"), F.max_pool1d),
    Op("max_pool2d", draw_pool(2, "max"), F.max_pool2d),
    Op("avg_pool1d", draw_pool(1, "avg"), F.avg_pool1d),
    Op("avg_pool2d", draw_pool(2, "avg"), F.avg_pool2d),
    Op("adaptive_avg_pool1d", draw_adaptive(1), F.adaptive_avg_pool1d),
    Op("adaptive_avg_pool2d", draw_adaptive(2), F.adaptive_avg_pool2d),
    Op("adaptive_max_pool2d", draw_adaptive(2), F.adaptive_max_pool2d),
    Op("min_pool1d", draw_pool(1, "max"), lambda x, **options: -F.max_pool1d(-x, **options)),
    Op("min_pool2d", draw_pool(2, "max"), lambda x, **options: -F.max_pool2d(-x, **options)),
    Op("maxout", draw_maxout, maxout_oracle),
    Op("blur_pool2d", draw_blur, blur_oracle),
    Op("locally_connected2d", draw_local, local_oracle, forward_only=("bias",)),
    Op("max_unpool2d", draw_unpool, unpool_oracle, without_gradient=("indices",)),
    Op("pad1d", draw_pad(1), pad_oracle, forward_only=("value",)),
    Op("pad2d", draw_pad(2), pad_oracle, forward_only=("value",)),
    Op("linear", draw_linear, F.linear, forward_only=("bias",)),
    Op("relu", draw_shape, F.relu),
    Op("leaky_relu", draw_leaky, F.leaky_relu),
    Op("sigmoid", draw_wide, torch.sigmoid),
    Op("tanh", draw_wide, torch.tanh),
    Op("conv1d_matrix", draw_matrix(1), matrix_oracle(F.conv1d)),
    Op("conv2d_matrix", draw_matrix(2), matrix_oracle(F.conv2d)),
    Op("im2col", draw_im2col, F.unfold),
    Op("col2im", draw_col2im, F.fold),
    Op("flatten", draw_flatten, torch.flatten),
    Op("concat", draw_concat, lambda *tensors, dim: torch.cat(tensors, dim), as_list="tensors"),
    Op(
        "batch_norm",
        draw_batch_norm,
        batch_norm_oracle,
        without_gradient=("running_mean", "running_var"),
        forward_only=("bias",),
    ),
    Op("layer_norm", draw_layer_norm, layer_norm_oracle, forward_only=("bias",)),
    Op("instance_norm", draw_instance_norm, instance_norm_oracle, forward_only=("bias",)),
    Op("group_norm", draw_group_norm, group_norm_oracle, forward_only=("bias",)),
    Op("local_response_norm", draw_response_norm, F.local_response_norm),
    Op("dropout", draw_dropout, dropout_oracle, without_gradient=("mask",)),
    Op("interpolate", draw_interpolate, F.interpolate),
    Op("softmax", draw_dim, F.softmax),
    Op("log_softmax", draw_dim, F.log_softmax),
    Op(
        "cross_entropy",
        draw_classes,
        lambda logits, target: F.cross_entropy(logits, target.long()),
        without_gradient=("target",),
    ),
    Op("mse_loss", draw_target, F.mse_loss, without_gradient=("target",)),
    Op(
        "binary_cross_entropy_with_logits",
        draw_logits,
        F.binary_cross_entropy_with_logits,
        without_gradient=("target",),
    ),
    Op("hinge_loss", draw_scores, hinge_oracle, without_gradient=("target",)),
    Op("dice_loss", draw_regions, dice_oracle, without_gradient=("target",)),
    Op("l1_penalty", draw_penalty("strength"), lambda weight, strength: strength * weight.abs().sum()),
    Op(
        "l2_penalty",
        draw_penalty("strength"),
        lambda weight, strength: strength * (weight * weight).sum() / 2,
    ),
    Op(
        "elastic_net_penalty",
        draw_penalty("l1", "l2"),
        lambda weight, l1, l2: (l1 * weight.abs() + l2 / 2 * weight * weight).sum(),
    ),
]
