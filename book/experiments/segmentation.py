"""Chapter 18: a small U-Net with and without its skips tells shapes from the background, in PyTorch.

The scenes are drawn, so that there are as many as wanted and their masks are exact: 2,000 to train on, 500 others to
test on, 64 x 64 pixels. Both networks get the same scenes in the same order; the one without skips has fewer
parameters in the convolutions that would read what comes across.
"""

from collections.abc import Iterator

import numpy as np
import torch

from book.experiments.record import Run, main, thinned
from cnnlib import data, torch_nn
from cnnlib.data import batches

EPOCHS, BATCH, SCENES = 6, 16, (2000, 500)


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train both networks on the scenes of one seed."""
    torch.set_num_threads(1)
    n_train, n_test = (32, 16) if short else SCENES
    scenes = data.segmentation_scenes(n_train + n_test, rng=seed)
    x, y = data.as_float(scenes.images), (scenes.masks > 0).astype(np.int64)
    for skips in (True, False):
        model = torch_nn.models.unet(
            num_classes=2, in_channels=3, width=8, depth=3, skips=skips, norm=True, rng=seed
        )
        adam = torch.optim.Adam(model.parameters(), lr=1e-2)
        epochs = 1 if short else EPOCHS
        steps = epochs * -(-n_train // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(adam, max_lr=1e-2, total_steps=steps)
        rng, losses, scores = np.random.default_rng(seed), [], []
        for _ in range(epochs):
            model.train()
            for images, masks in batches(x[:n_train], y[:n_train], BATCH, rng):
                loss = torch.nn.functional.cross_entropy(
                    model(torch.from_numpy(images)), torch.from_numpy(masks)
                )
                adam.zero_grad()
                loss.backward()
                adam.step()
                schedule.step()
                losses.append(loss.item())
            scores.append(mean_iou(model, torch.from_numpy(x[n_train:]), torch.from_numpy(y[n_train:])))
            print(f"  seed {seed}, skips {skips}, epoch {len(scores)}: {scores[-1]:.4f}", flush=True)
        yield {
            "skips": skips,
            "parameters": sum(p.numel() for p in model.parameters()),
            "epochs": epochs,
            "mean_iou": round(scores[-1], 4),
            "mean_ious": thinned(scores),
            "train_loss": thinned(losses),
        }


@torch.no_grad()
def mean_iou(model: torch.nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    """Return the mean over both classes of intersection over union, all pixels of all scenes counted together."""
    model.eval()
    found = torch.cat([model(part).argmax(1) for part in x.split(50)])
    both = [((found == c) & (y == c)).sum() / ((found == c) | (y == c)).sum() for c in (0, 1)]
    return float(sum(both)) / 2


if __name__ == "__main__":
    main(__file__, run)
