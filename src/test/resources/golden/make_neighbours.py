"""What nearest neighbours tell of the golden features, by the definitions, in float64: neighbours.expected.json.

Facco et al. 2017, Levina and Bickel 2004 with the average of MacKay and Ghahramani, kNN leaving one out, shares of
neighbours of one class and of two layers. A sample's distances come from differences.
"""
import collections
import json
import pathlib

import numpy as np

K = 10
here = pathlib.Path(__file__).parent


def nearest(x):
    indices, distances = [], []
    for i in range(len(x)):
        apart = np.sqrt(((x - x[i]) ** 2).sum(1))
        apart[i] = np.inf
        order = np.argsort(apart, kind="stable")[:K]
        indices.append(order)
        distances.append(apart[order])
    return np.array(indices), np.array(distances)


def majority(labels):
    votes = collections.Counter(labels)
    most = max(votes.values())
    return next(label for label in labels if votes[label] == most)


def facts(indices, distances, labels):
    distances = distances[distances[:, 0] > 0]
    mu = np.sort(distances[:, 1] / distances[:, 0])
    n = len(mu)
    kept = np.arange(1, int(0.9 * n) + 1)
    x, y = np.log(mu[: len(kept)]), -np.log(1 - kept / n)
    inverses = [np.mean(np.log(r[-1] / r[:-1])) for r in distances]
    return {
        "intrinsic_dimension": (n - 1) / np.log(mu).sum(),
        "twonn_fit": np.linalg.lstsq(x[:, None], y, rcond=None)[0][0],
        "mle_dimension": 1 / np.mean(inverses),
        "knn_accuracy": np.mean([majority(labels[near]) == label for near, label in zip(indices, labels)]),
        "neighbourhood_overlap": np.mean(labels[indices] == labels[:, None]),
    }


result = {}
for name in ["features", "features_tall", "features_collapsed"]:
    with np.load(here / f"{name}.npz") as arrays:
        labels = arrays["labels"]
        found = [nearest(arrays[key].astype(float)) for key in arrays if key.startswith("layer")]
    result[name] = [facts(*lists, labels) for lists in found]
    for layer, (own, _) in zip(result[name], found):
        layer["mutual_knn"] = [
            np.mean([len(set(a) & set(b)) / K for a, b in zip(own, other)]) for other, _ in found]
(here / "neighbours.expected.json").write_text(json.dumps(result, indent=2, default=float) + "\n")
