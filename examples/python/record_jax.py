#!/usr/bin/env python3
"""Records the features of a JAX network while it trains, for `lamina measure`.

JAX has no hooks: a network that returns its features beside its output is all that is needed.

    output, features = apply(parameters, x)              # features: {"layer1": ..., "layer2": ...}
    save("features/step-0000500.npz", labels=y, **features)

Run by itself, this file trains a small network on made-up data and records it; it needs JAX and NumPy.
"""
import os
import sys

import jax
import jax.numpy as jnp
import numpy as np


def save(path, **arrays):
    """np.savez, so that whoever sees the file sees all of it: it is written under another name and then renamed."""
    draft = f"{path}.partial"
    with open(draft, "wb") as file:
        np.savez(file, **{name: np.asarray(array) for name, array in arrays.items()})
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    return path


def initialise(key, widths):
    keys = jax.random.split(key, len(widths) - 1)
    return [jax.random.normal(k, (m, n)) * jnp.sqrt(2 / m) for k, m, n in zip(keys, widths[:-1], widths[1:])]


def apply(weights, x):
    """The output, and the features of every hidden layer by name."""
    features = {}
    for number, weight in enumerate(weights[:-1], start=1):
        x = jax.nn.relu(x @ weight)
        features[f"layer{number}"] = x
    return x @ weights[-1], features


def demo(folder, steps=200):
    """A network of three hidden layers on four classes of points."""
    os.makedirs(folder, exist_ok=True)
    key = jax.random.PRNGKey(0)
    labels = jnp.arange(400) % 4
    points = 2 * jax.random.normal(key, (4, 20))[labels] + jax.random.normal(jax.random.split(key)[0], (400, 20))
    targets = jax.nn.one_hot(labels, 4)
    weights = initialise(key, [20, 32, 32, 32, 4])
    gradient = jax.jit(jax.grad(lambda w: -(targets * jax.nn.log_softmax(apply(w, points)[0])).sum(1).mean()))
    paths = []
    for step in range(steps + 1):
        if step % 100 == 0:
            paths.append(save(f"{folder}/step-{step:07d}.npz", labels=labels, **apply(weights, points)[1]))
        weights = [w - 0.1 * g for w, g in zip(weights, gradient(weights))]
    return paths


if __name__ == "__main__":
    for written in demo(sys.argv[1] if len(sys.argv) > 1 else "features"):
        print(written)
