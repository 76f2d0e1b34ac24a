def causal_conv1d(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dilation: int, past: np.ndarray):
    if dilation < 1:
        raise ValueError(f"dilation {dilation}")
    if weight.shape[1] != x.shape[1]:
        raise ValueError(f"{weight.shape[1]} channels for {x.shape[1]}")
    reach = dilation * (weight.shape[2] - 1)
    known = min(reach, past.shape[2])
    before = past[:, :, past.shape[2] - known :]
    line = np.concatenate([np.pad(before.astype(float), [(0, 0), (0, 0), (reach - known, 0)]), x], axis=2)
    windows = np.lib.stride_tricks.sliding_window_view(line, reach + 1, axis=2)[..., ::dilation]
    return np.einsum("nclk,ock->nol", windows, weight.astype(float)) + np.asarray(bias)[:, None]
