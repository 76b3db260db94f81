#!/usr/bin/env python3
"""Records the features of a PyTorch network while it trains, for `lamina measure`.

    recorder = Recorder(model, "features", layers=["layer1", "layer2"], pool="mean")
    for step, (x, y) in enumerate(batches):
        train(model, x, y)
        if step % 500 == 0:
            recorder.record(step, held_out_batches)      # pairs of inputs and labels

    lamina measure features/step-0000500.npz --all --out measured-500

Every file appears whole: it is written under another name and then renamed. Run by itself, this file trains a small
network on made-up data and records it; it needs PyTorch and NumPy.
"""
import os
import sys

import numpy as np
import torch


class Recorder:
    """Hooks on layers, which keep what comes out of them while `record` runs, and nothing otherwise.

    layers: names as in model.named_modules(); all leaves if left out.
    pool:   what becomes of tokens (N x T x d) and of feature maps (N x C x H x W): "mean", "max", "first" (token) or
            "none", which keeps them, to be pooled by `lamina measure --pool`.
    samples: at most so many are kept.
    dtype:  of the files; float16 halves them, and costs the metrics three digits.
    """

    def __init__(self, model, folder, layers=None, pool="mean", samples=10_000, dtype=np.float32):
        self.model, self.folder, self.pool, self.samples, self.dtype = model, folder, pool, samples, dtype
        modules = dict(model.named_modules())
        self.names = layers or [name for name, module in modules.items() if name and not list(module.children())]
        missing = [name for name in self.names if name not in modules]
        if missing:
            raise ValueError(f"the model has no layers {missing}; it has {[name for name in modules if name]}")
        self.kept = None
        for name in self.names:
            modules[name].register_forward_hook(self._hook(name))
        os.makedirs(folder, exist_ok=True)

    def _hook(self, name):
        def keep(module, inputs, output):
            if self.kept is not None:
                output = output[0] if isinstance(output, tuple) else output
                self.kept[name].append(self._pooled(output.detach()).cpu().numpy().astype(self.dtype))
        return keep

    def _pooled(self, output):
        if self.pool == "none" or output.dim() < 3:
            return output
        positions = (1,) if output.dim() == 3 else tuple(range(2, output.dim()))
        if self.pool == "mean":
            return output.mean(positions)
        if self.pool == "max":
            return output.amax(positions)
        if self.pool == "first" and output.dim() == 3:
            return output[:, 0]
        raise ValueError(f"pool={self.pool!r} does not fit an output of {output.dim()} dimensions")

    def record(self, step, batches):
        """Writes the features of all layers for these batches to folder/step-NNNNNNN.npz; returns its path."""
        self.kept = {name: [] for name in self.names}
        labels, seen = [], 0
        training = self.model.training
        self.model.eval()
        try:
            with torch.no_grad():
                for inputs, targets in batches:
                    self.model(inputs)
                    labels.append(targets.cpu().numpy())
                    seen += len(targets)
                    if seen >= self.samples:
                        break
            arrays = {name: np.concatenate(parts)[:self.samples] for name, parts in self.kept.items() if parts}
        finally:
            self.kept = None
            self.model.train(training)
        return save(os.path.join(self.folder, f"step-{step:07d}.npz"), labels=np.concatenate(labels)[:self.samples],
                    **arrays)


def save(path, **arrays):
    """np.savez, so that whoever sees the file sees all of it."""
    draft = f"{path}.partial"
    with open(draft, "wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    return path


def demo(folder, steps=200):
    """A network of three hidden layers on four classes of points."""
    torch.manual_seed(0)
    centres = torch.randn(4, 20) * 2
    labels = torch.arange(400) % 4
    points = centres[labels] + torch.randn(400, 20)
    model = torch.nn.Sequential(*[part for width in [20, 32, 32] for part in (torch.nn.Linear(width, 32),
                                                                              torch.nn.ReLU())], torch.nn.Linear(32, 4))
    recorder = Recorder(model, folder, layers=["1", "3", "5"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    paths = []
    for step in range(steps + 1):
        if step % 100 == 0:
            paths.append(recorder.record(step, [(points, labels)]))
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(points), labels).backward()
        optimizer.step()
    return paths


if __name__ == "__main__":
    for written in demo(sys.argv[1] if len(sys.argv) > 1 else "features"):
        print(written)
