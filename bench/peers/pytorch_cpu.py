"""The work of Lamina's CPU benchmarks in eager PyTorch, as its skilled user would write it.

    python pytorch_cpu.py versions
    python pytorch_cpu.py agree CASE.npz          writes seeded inputs, prints what must come out
    python pytorch_cpu.py wide|deep|theory|moments|gemm [--quick]

Every variant is warmed up and timed in the same process; the driver takes the fastest of each task. Times are seconds of
one operation, one for each repetition. Output is one JSON document.
"""
import json
import os
import sys
import time

THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))

import numpy as np
import torch
from torch import nn

torch.set_num_threads(THREADS)

# inputs, width, hidden layers, classes, samples; steps of one timed block
NETWORKS = {
    "wide": ((1024, 1024, 7, 10, 1000), 5),
    "deep": ((256, 256, 31, 10, 256), 50),
    "theory": ((50, 50, 5, 3, 30), 1000),
}
RATE = 0.01
SAMPLES, DIMENSION, CLASSES = 20_000, 1024, 10


def repeated(operation, per_call, repetitions, warm_up=1):
    """Seconds of one of the `per_call` operations that a call does, for each repetition."""
    for _ in range(warm_up):
        operation()
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        operation()
        seconds.append((time.perf_counter() - start) / per_call)
    return seconds


# Training


def orthogonal(shape):
    inputs, width, hidden, classes, _ = shape
    sizes = [inputs] + hidden * [width] + [classes]
    weights = []
    for before, after in zip(sizes, sizes[1:]):
        weight = torch.empty(after, before)
        nn.init.orthogonal_(weight)
        weights.append(weight)
    return weights


def data(shape):
    inputs, _, _, classes, samples = shape
    x = (2 * torch.rand(samples, inputs) - 1) * (3 / inputs) ** 0.5
    labels = torch.arange(samples) * classes // samples
    return x, nn.functional.one_hot(labels, classes).float()


def with_autograd(weights, x, y, rate, **options):
    """nn.Linear layers, backward and torch.optim.SGD."""
    layers = []
    for weight in weights:
        layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        layer.weight.data.copy_(weight)
        layers.append(layer)
    model = nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, **options)
    samples = x.shape[0]

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.mse_loss(model(x), y, reduction="sum") / samples
        loss.backward()
        optimizer.step()
        return loss

    def rewind():
        with torch.no_grad():
            for layer, weight in zip(layers, weights):
                layer.weight.copy_(weight)

    return step, rewind


def by_hand(weights, x, y, rate):
    """No autograd: the gradient by hand, into buffers that are kept, and the update in the product that makes it."""
    own = [weight.clone() for weight in weights]
    samples = x.shape[0]
    hidden = [x] + [torch.empty(samples, weight.shape[0]) for weight in own]
    deltas = [torch.empty_like(h) for h in hidden]
    last = len(own)

    @torch.no_grad()
    def step():
        for l, weight in enumerate(own, 1):
            torch.mm(hidden[l - 1], weight.t(), out=hidden[l])
        torch.sub(hidden[last], y, out=deltas[last])
        loss = deltas[last].square().sum() / samples
        deltas[last].mul_(2 * rate / samples)
        for l in range(last, 0, -1):
            if l > 1:
                torch.mm(deltas[l], own[l - 1], out=deltas[l - 1])
            own[l - 1].addmm_(deltas[l].t(), hidden[l - 1], alpha=-1)
        return loss

    def rewind():
        for weight, first in zip(own, weights):
            weight.copy_(first)

    return step, rewind


STEPS = {
    "autograd, SGD(foreach)": lambda *case: with_autograd(*case, foreach=True),
    "autograd, SGD(fused)": lambda *case: with_autograd(*case, fused=True),
    "autograd, SGD(loop)": lambda *case: with_autograd(*case, foreach=False),
    "by hand": by_hand,
}


def steps(name, quick):
    shape, count = NETWORKS[name]
    torch.manual_seed(1)
    case = (orthogonal(shape), *data(shape), RATE)
    result = {}
    for variant, make in STEPS.items():
        step, rewind = make(*case)

        def block():
            rewind()
            for _ in range(count):
                step()

        result[variant] = repeated(block, count, 2 if quick else 3)
    return result


# Moments


def summarise(means, within, between_means):
    """Both traces, compression and discrimination as Python numbers, from means K x d and the within trace."""
    between = between_means.square().sum() / means.shape[0]
    unit = nn.functional.normalize(means, dim=1)
    cosines = unit @ unit.t()
    cosines.fill_diagonal_(-1)
    return within.item(), between.item(), (within / between).item(), (1 - cosines.max()).item()


def one_hot_moments(x, labels, offsets):
    """Sums by a product with one-hot labels; any order of samples."""
    hot = nn.functional.one_hot(labels, len(offsets) - 1).to(x.dtype)
    counts = hot.sum(0)
    means = (hot.t() @ x) / counts[:, None]
    within = (x - means[labels]).square_().sum() / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


def index_add_moments(x, labels, offsets):
    """Sums by index_add; any order of samples."""
    classes = len(offsets) - 1
    counts = torch.bincount(labels, minlength=classes).to(x.dtype)
    means = x.new_zeros(classes, x.shape[1]).index_add_(0, labels, x) / counts[:, None]
    within = (x - means.index_select(0, labels)).square_().sum() / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


def sliced_moments(x, labels, offsets):
    """A slice for each class, of samples ordered by class, as Lamina has them: its mean, and the distance to it."""
    counts = torch.tensor([b - a for a, b in zip(offsets, offsets[1:])], dtype=x.dtype)
    means, scatter = [], []
    for part in x.split([b - a for a, b in zip(offsets, offsets[1:])]):
        mean = part.mean(0)
        means.append(mean)
        scatter.append((part - mean).square_().sum())
    means = torch.stack(means)
    within = torch.stack(scatter).sum() / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


def sliced_norm_moments(x, labels, offsets):
    """The same with one fused reduction for the distances."""
    counts = torch.tensor([b - a for a, b in zip(offsets, offsets[1:])], dtype=x.dtype)
    means, scatter = [], []
    for part in x.split([b - a for a, b in zip(offsets, offsets[1:])]):
        mean = part.mean(0)
        means.append(mean)
        scatter.append(torch.linalg.vector_norm(part - mean).square())
    means = torch.stack(means)
    within = torch.stack(scatter).sum() / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


def var_mean_moments(x, labels, offsets):
    """torch.var_mean of each class's slice."""
    counts = torch.tensor([b - a for a, b in zip(offsets, offsets[1:])], dtype=x.dtype)
    parts = [torch.var_mean(part, dim=0, correction=0) for part in x.split([b - a for a, b in zip(offsets, offsets[1:])])]
    means = torch.stack([mean for _, mean in parts])
    within = (counts * torch.stack([variance for variance, _ in parts]).sum(1)).sum() / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


def uncentred_moments(x, labels, offsets):
    """sum |x|^2 - sum n |mu|^2: quickest, and wrong where classes have collapsed (see the README)."""
    hot = nn.functional.one_hot(labels, len(offsets) - 1).to(x.dtype)
    counts = hot.sum(0)
    means = (hot.t() @ x) / counts[:, None]
    flat = x.view(-1)
    within = (torch.dot(flat, flat) - (counts * means.square().sum(1)).sum()) / len(x)
    return summarise(means, within, means - (counts @ means) / len(x))


MOMENTS = {
    "one-hot product": one_hot_moments,
    "index_add": index_add_moments,
    "slices": sliced_moments,
    "slices, vector_norm": sliced_norm_moments,
    "slices, var_mean": var_mean_moments,
    "uncentred (inaccurate)": uncentred_moments,
}


def labelled(samples, dimension, classes, noise):
    torch.manual_seed(1)
    offsets = [k * samples // classes for k in range(classes + 1)]
    labels = torch.repeat_interleave(torch.tensor([b - a for a, b in zip(offsets, offsets[1:])]))
    x = (2 * torch.rand(classes, dimension) - 1)[labels] + noise * (torch.rand(samples, dimension) - 0.5)
    return x, labels, offsets


@torch.no_grad()
def moments(quick):
    case = labelled(SAMPLES, DIMENSION, CLASSES, 1.0)
    return {name: repeated(lambda: f(*case), 1, 3 if quick else 15, 2) for name, f in MOMENTS.items()}


# Ceilings


@torch.no_grad()
def gemm(quick):
    result = {}
    for order, calls in ((1024, 20), (256, 500)):
        a, b = torch.rand(order, order), torch.rand(order, order)
        c = torch.empty(order, order)

        def block():
            for _ in range(calls):
                torch.mm(a, b, out=c)

        result[str(order)] = repeated(block, calls, 3 if quick else 6)
    return result


# Agreement


def agree(file):
    shape = (20, 24, 3, 5, 40)
    torch.manual_seed(7)
    weights = [torch.randn(w.shape) * 0.7 / w.shape[1] ** 0.5 for w in orthogonal(shape)]
    x, y = data(shape)
    rate, count = 0.2, 3
    features, feature_labels, offsets = labelled(333, 17, 4, 0.3)
    arrays = {f"weight{l}": weight.numpy() for l, weight in enumerate(weights, 1)}
    np.savez(file, x=x.numpy(), labels=y.argmax(1).numpy(), rate=np.array([rate]), steps=np.array([count]),
             features=features.numpy(), offsets=np.array(offsets), **arrays)
    losses, traces = {}, {}
    for name, make in STEPS.items():
        step, _ = make(weights, x, y, rate)
        for _ in range(count):
            step()
        losses[name] = step().item()
    with torch.no_grad():
        for name, f in MOMENTS.items():
            _, _, compression, discrimination = f(features, feature_labels, offsets)
            traces[name] = {"compression": compression, "discrimination": discrimination}
    return {"loss": losses, "moments": traces}


def versions():
    config = torch.__config__.show()
    find = lambda word: next((line.strip(" -") for line in config.splitlines() if word in line), None)
    return {"python": sys.version.split()[0], "torch": torch.__version__, "numpy": np.__version__, "threads": THREADS,
            "blas": find("Math Kernel") or torch.__config__.parallel_info().splitlines()[0],
            "onednn": find("MKL-DNN") or find("oneDNN"), "capability": torch.backends.cpu.get_cpu_capability()}


def main(arguments):
    quick = "--quick" in arguments
    task = arguments[0]
    if task == "versions":
        result = versions()
    elif task == "agree":
        result = agree(arguments[1])
    elif task == "moments":
        result = moments(quick)
    elif task == "gemm":
        result = gemm(quick)
    else:
        result = steps(task, quick)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
