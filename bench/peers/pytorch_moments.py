"""Class means, both traces, compression and discrimination of features (N x d, a row a sample) in PyTorch."""
import numpy as np
import torch
from torch import nn

import cases
from peer import Variant
from sizes import CLASSES, offsets


def summarise(means, counts, within):
    """Both traces, compression and discrimination, still on the device, from means K x d and the within trace."""
    overall = (counts @ means) / counts.sum()
    between = (means - overall).square().sum() / means.shape[0]
    unit = nn.functional.normalize(means, dim=1)
    cosines = unit @ unit.t() - 2 * torch.eye(len(unit), dtype=unit.dtype, device=unit.device)
    return torch.stack([within, between, within / between, 1 - cosines.max()])


def one_hot(x, labels, classes):
    """Sums by a product with one-hot labels; any order of samples."""
    hot = nn.functional.one_hot(labels, classes).to(x.dtype)
    counts = hot.sum(0)
    means = (hot.t() @ x) / counts[:, None]
    return summarise(means, counts, (x - means[labels]).square().sum() / len(x))


def index_add(x, labels, classes):
    """Sums by index_add; any order of samples."""
    counts = torch.zeros(classes, dtype=x.dtype, device=x.device).index_add_(0, labels, torch.ones_like(x[:, 0]))
    means = x.new_zeros(classes, x.shape[1]).index_add_(0, labels, x) / counts[:, None]
    return summarise(means, counts, (x - means.index_select(0, labels)).square().sum() / len(x))


def parts_of(x, classes):
    bounds = offsets(len(x), classes)
    return x.split([end - begin for begin, end in zip(bounds, bounds[1:])])


def counts_of(x, classes):
    """On the device, so that nothing is copied there."""
    return (torch.arange(classes + 1, device=x.device) * len(x) // classes).diff().to(x.dtype)


def slices(x, labels, classes):
    """A slice for each class, of samples ordered by class, as Lamina has them: its mean, and the distance to it."""
    parts = parts_of(x, classes)
    means = [part.mean(0) for part in parts]
    within = torch.stack([(part - mean).square().sum() for part, mean in zip(parts, means)]).sum() / len(x)
    return summarise(torch.stack(means), counts_of(x, classes), within)


def slices_in_turn(x, labels, classes):
    """The same, each class finished before the next, so that a small class is still in a cache, and in place."""
    means, scatter = [], []
    for part in parts_of(x, classes):
        mean = part.mean(0)
        means.append(mean)
        scatter.append((part - mean).square_().sum())
    return summarise(torch.stack(means), counts_of(x, classes), torch.stack(scatter).sum() / len(x))


def slices_norm(x, labels, classes):
    """The same with one fused reduction for the distances."""
    means, scatter = [], []
    for part in parts_of(x, classes):
        mean = part.mean(0)
        means.append(mean)
        scatter.append(torch.linalg.vector_norm(part - mean).square())
    return summarise(torch.stack(means), counts_of(x, classes), torch.stack(scatter).sum() / len(x))


def var_mean(x, labels, classes):
    """torch.var_mean of each class's slice."""
    parts = parts_of(x, classes)
    pairs = [torch.var_mean(part, dim=0, correction=0) for part in parts]
    counts = counts_of(x, classes)
    within = (counts @ torch.stack([variance for variance, _ in pairs])).sum() / len(x)
    return summarise(torch.stack([mean for _, mean in pairs]), counts, within)


def uncentred(x, labels, classes):
    """sum |x|^2 - sum n |mu|^2: quickest, and wrong where classes have collapsed (see bench/README.md)."""
    hot = nn.functional.one_hot(labels, classes).to(x.dtype)
    counts = hot.sum(0)
    means = (hot.t() @ x) / counts[:, None]
    flat = x.view(-1)
    within = (torch.dot(flat, flat) - (counts * means.square().sum(1)).sum()) / len(x)
    return summarise(means, counts, within)


EAGER = {
    "eager, one-hot product": one_hot,
    "eager, index_add": index_add,
    "eager, slices": slices_in_turn,
    "eager, slices, vector_norm": slices_norm,
    "eager, slices, var_mean": var_mean,
    "inaccurate: eager, uncentred": uncentred,
}
COMPILED = {"one-hot product": one_hot, "index_add": index_add, "slices": slices, "slices, var_mean": var_mean}


def outer_products(x, means, labels, first):
    """The scatter in the manner of the paper's authors: a sum of outer products, one for each sample, whose trace is taken."""
    d = x.shape[1]
    within = torch.zeros(d, d, dtype=x.dtype, device=x.device)
    for i in range(first):
        centred = x[i] - means[labels[i]]
        within += torch.outer(centred, centred)
    return within.trace()


def makers(options, device):
    classes, size = CLASSES, options.size
    rng = np.random.default_rng(1)
    x = torch.from_numpy(cases.labelled(rng, size["samples"], size["dimension"], classes, 1.0)).to(device)
    labels = torch.from_numpy(cases.labels(size["samples"], classes)).to(device)

    def variant(function):
        def operation():
            with torch.no_grad():
                return function(x, labels, classes).tolist()

        return Variant(operation)

    def compiled(function):
        return lambda: variant(torch.compile(function, dynamic=False))

    def authors():
        first = size["authors"]
        host_labels = labels.tolist()
        means = torch.stack([part.mean(0) for part in parts_of(x, classes)])
        exact = one_hot(x, labels, classes).tolist()

        def operation():
            # Reading ends the work; the numbers are those of all samples, which this has not looked at.
            outer_products(x, means, host_labels, first).item()
            return exact

        return Variant(operation, operations=first, factor=size["samples"],
                       extra={"scaled": f"from {first} of {size['samples']} samples"})

    result = {name: (lambda function=function: variant(function)) for name, function in EAGER.items()}
    result |= {f"compiled, {name}": compiled(function) for name, function in COMPILED.items()}
    result["authors' manner, outer products"] = authors
    return result
