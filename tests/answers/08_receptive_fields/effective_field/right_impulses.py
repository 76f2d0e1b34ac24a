def run(layers, x):
    for kernel, stride, padding, dilation in layers:
        x = np.pad(x, padding)
        last = len(x) - dilation * (len(kernel) - 1)
        x = np.array(
            [
                sum(float(w) * x[i + dilation * k] for k, w in enumerate(kernel))
                for i in range(0, last, stride)
            ]
        )
    return x


def effective_field(layers, n, output):
    results = [run(layers, one) for one in np.eye(n)]
    if not 0 <= output < len(results[0]):
        raise ValueError(f"there is no output {output}")
    return np.array([result[output] for result in results])
