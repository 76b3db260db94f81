"""Runs the examples where their libraries are: python3 -m unittest discover examples/python"""
import importlib.util
import os
import tempfile
import unittest

FEATURES = {"record_pytorch": ("torch", {"1", "3", "5"}), "record_jax": ("jax", {"layer1", "layer2", "layer3"})}


class Examples(unittest.TestCase):
    """Each writes whole files with the features of all layers, of which the later ones are more compressed."""

    def check(self, module, layers):
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            paths = importlib.import_module(module).demo(folder)
            self.assertEqual(sorted(os.listdir(folder)), [os.path.basename(path) for path in paths])
            last = np.load(paths[-1])
            self.assertEqual(set(last.files), layers | {"labels"})
            for layer in layers:
                self.assertEqual(last[layer].shape[0], len(last["labels"]))
                self.assertEqual(last[layer].dtype, np.float32)
            deepest = sorted(layers)[-1]
            first = np.load(paths[0])
            self.assertLess(compression(last[deepest], last["labels"]), compression(first[deepest], first["labels"]))


def compression(features, labels):
    """Tr S_W / Tr S_B, by the definition."""
    import numpy as np

    classes = np.unique(labels)
    means = np.stack([features[labels == k].mean(0) for k in classes])
    within = np.mean([((features[labels == k] - m) ** 2).sum(1).mean() for k, m in zip(classes, means)])
    return within / ((means - features.mean(0)) ** 2).sum(1).mean()


def add(module, library, layers):
    missing = importlib.util.find_spec(library) is None or importlib.util.find_spec("numpy") is None
    test = unittest.skipIf(missing, f"{library} or NumPy is not installed")(lambda self: self.check(module, layers))
    setattr(Examples, f"test_{module}", test)


for name, (needed, expected) in FEATURES.items():
    add(name, needed, expected)

if __name__ == "__main__":
    unittest.main()
