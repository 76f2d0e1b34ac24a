"""How long `import cnnlib` takes, PyTorch not included, because nothing loads it."""

import statistics
import subprocess
import sys

TARGET = 0.3  # seconds
CODE = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def import_seconds(rounds: int = 5) -> dict[str, float]:
    """Return the median processor seconds of importing the library, and of NumPy alone, each in new processes."""
    lines = {"cnnlib": "import cnnlib", "cnnlib.numpy_nn": "import cnnlib.numpy_nn", "numpy": "import numpy"}
    seconds: dict[str, list[float]] = {name: [] for name in lines}
    for _ in range(rounds):
        for name, line in lines.items():
            command = [sys.executable, "-c", CODE.format(line)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds[name].append(float(done.stdout))
    return {name: statistics.median(times) for name, times in seconds.items()}
