"""Weight matrices, weights.npz, and what is to be measured of them by the definitions, weights.expected.json.

Everything is computed from the eigenvalues of W^T W in float64, as docs/metrics.md says it and by nothing of Lamina.
"""
import json

import numpy as np

FEWEST = 10


def power_law(values, rounding):
    """alpha, distance, x_min and n of the best candidate."""
    values = np.sort(values[values > rounding * values.max()])
    best = (None, None, None, None)
    for x_min in np.unique(values):
        tail = values[values >= x_min]
        n = len(tail)
        mean = np.log(tail / x_min).mean()
        if n < FEWEST or mean <= rounding:
            continue
        alpha = 1 + 1 / mean
        law = 1 - (tail / x_min) ** (1 - alpha)
        distance = max(max(np.mean(tail <= x) - f, f - np.mean(tail < x)) for x, f in zip(tail, law))
        if best[1] is None or distance < best[1]:
            best = alpha, distance, x_min, n
    return best


def measures(array):
    w = array.reshape(len(array), -1).astype(np.float64)
    rows, columns = w.shape
    # Of the smaller Gram matrix: the others are zero.
    values = np.maximum(np.linalg.eigvalsh(w @ w.T if rows < columns else w.T @ w), 0)
    sigma = np.linalg.svd(w, compute_uv=False)
    share = sigma / sigma.sum()
    share = share[share > 0]
    alpha, distance, x_min, n = power_law(values, max(rows, columns) * 2.0 ** -52)
    edge = (w ** 2).mean() * (np.sqrt(rows) + np.sqrt(columns)) ** 2
    return {"rows": rows, "columns": columns, "frobenius_norm": np.sqrt((w ** 2).sum()), "spectral_norm": sigma[0],
            "stable_rank": (w ** 2).sum() / sigma[0] ** 2, "effective_rank": np.exp(-(share * np.log(share)).sum()),
            "power_law_alpha": alpha, "power_law_distance": distance, "power_law_x_min": x_min, "power_law_values": n,
            "marchenko_pastur_edge": edge, "values_above_edge": int((values > edge).sum())}


random = np.random.default_rng(17)
u, v = random.standard_normal((29, 1)), random.standard_normal((1, 67))
arrays = {
    "heavy": random.standard_t(2.5, (53, 37)).astype(np.float32),
    "heavy_wide": random.standard_t(2.5, (31, 90)),
    "gaussian": random.standard_normal((61, 41)).astype(np.float32),
    "spiked": random.standard_normal((29, 67)) + 0.9 * u * v,
    "convolution": random.standard_t(3, (16, 3, 5, 5)).astype(np.float32),
    "low_rank": (random.standard_normal((40, 12)) @ np.diag(np.geomspace(1, 30, 12)) @ random.standard_normal((12, 35))),
    "narrow": random.standard_normal((3, 24)),
    "bias": random.standard_normal(53),
    "steps": np.arange(6).reshape(2, 3),
}
np.savez_compressed("weights.npz", **arrays)
expected = {name: measures(array) for name, array in arrays.items() if array.ndim > 1 and array.dtype.kind == "f"}
with open("weights.expected.json", "w") as file:
    json.dump(expected, file, indent=1, default=float)
    file.write("\n")
