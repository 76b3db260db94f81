"""Seeded inputs, as NumPy arrays, so that all sides compute on the same kind of numbers."""
import numpy as np

from sizes import offsets


def orthogonal(rng, sizes):
    """
    Weights outputs x inputs with orthonormal rows or columns, for layers of these sizes. One decomposition serves all layers of
    a shape, with its rows in another order and of other signs: large ones take long.
    """
    bases, weights = {}, []
    for before, after in zip(sizes, sizes[1:]):
        if (before, after) not in bases:
            q, _ = np.linalg.qr(rng.standard_normal((max(before, after), min(before, after)), dtype=np.float32))
            bases[before, after] = q if after >= before else q.T
        signs = 1 - 2 * rng.integers(2, size=(after, 1), dtype=np.int32)
        weights.append(bases[before, after][rng.permutation(after)] * signs.astype(np.float32))
    return weights


def gaussian(rng, sizes, scale):
    return [(scale * rng.standard_normal((after, before)) / before**0.5).astype(np.float32)
            for before, after in zip(sizes, sizes[1:])]


def samples(rng, shape):
    """Of norm about 1; the last axis is a sample."""
    return (2 * rng.random(shape, dtype=np.float32) - 1) * np.float32((3 / shape[-1]) ** 0.5)


def labels(count, classes):
    return np.repeat(np.arange(classes), np.diff(offsets(count, classes)))


def labelled(rng, count, dimension, classes, noise):
    """Samples around class means, ordered by class."""
    means = 2 * rng.random((classes, dimension), dtype=np.float32) - 1
    x = rng.random((count, dimension), dtype=np.float32)
    x -= 0.5
    x *= np.float32(noise)
    for k, (begin, end) in enumerate(zip(offsets(count, classes), offsets(count, classes)[1:])):
        x[begin:end] += means[k]
    return x


def agreement():
    """The small case that all sides compute: see AgreementCheck.java."""
    rng = np.random.default_rng(7)
    sizes = [20, 24, 24, 24, 5]
    arrays = {f"weight{l}": w for l, w in enumerate(gaussian(rng, sizes, 0.7), 1)}
    arrays |= {f"hybrid_weight{l}": w for l, w in enumerate(gaussian(rng, sizes, 1.0), 1)}
    return arrays | {
        "x": samples(rng, (40, 20)), "labels": labels(40, 5), "rate": np.array([0.2]), "steps": np.array([3]),
        "ensemble": samples(rng, (3, 40, 20)),
        "hybrid_nonlinear": np.array([2]), "hybrid_rate": np.array([0.05]),
        "features": labelled(rng, 333, 17, 4, 0.3), "offsets": np.array(offsets(333, 4)),
        "matrix": rng.standard_normal((23, 61)).astype(np.float32),
    }
