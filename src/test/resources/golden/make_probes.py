"""Linear probes by their definition, in float64: the numbers of LinearProbesTest.

Two sets of three classes, one that a linear map separates and one that none does, each trained in three ways.
"""
import numpy as np


def data(samples, features, first, spread):
    i = np.arange(first, first + samples)[:, None]
    j = np.arange(features)[None, :]
    labels = i[:, 0] % 3
    return 100 + 30 * (np.sin(1.7 * i + 0.9 * j * j + 0.3 * i * j) + spread * (labels[:, None] == j)), labels


def probe(x, labels, test, test_labels, epochs, rate, decay, standardize):
    n = len(x)
    if standardize:
        mean = x.mean(0)
        scale = np.sqrt(n / ((x - mean) ** 2).sum())
        x, test = (x - mean) * scale, (test - mean) * scale
    targets = np.eye(3)[labels]
    w, b = np.zeros((3, x.shape[1])), np.zeros(3)
    v, c = np.zeros_like(w), np.zeros_like(b)
    for epoch in range(epochs):
        eta = rate / 1000 + (rate - rate / 1000) * (1 + np.cos(np.pi * epoch / epochs)) / 2
        delta = 2 / n * (x @ w.T + b - targets)
        v = 0.9 * v + delta.T @ x + decay * w
        c = 0.9 * c + delta.sum(0) + decay * b
        w, b = w - eta * v, b - eta * c
    scores = x @ w.T + b
    return (((scores - targets) ** 2).sum(1).mean(), (scores.argmax(1) == labels).sum(),
            ((test @ w.T + b).argmax(1) == test_labels).sum())


for spread in 0.7, 3.0:
    for settings in (300, 1.0, 1e-4, True), (50, 0.5, 0.0, True), (100, 1e-6, 1e-4, False):
        loss, right, test_right = probe(*data(61, 7, 0, spread), *data(40, 7, 61, spread), *settings)
        print(spread, *settings, repr(float(loss)), right, test_right)
