"""Sizes of the compared work, by scale. Lamina's grids (bench/java: TrainingGrid, MetricGrid, SpectrumGrid) have the same."""

CLASSES = 10
RATE = 0.01
SMALL_RATE = 1e-4  # of the mini-batches, whose momentum multiplies it by ten
MOMENTUM, DECAY = 0.9, 1e-4
HYBRID = dict(inputs=3072, width=1024, hidden=7, nonlinear=3, batch=128, batches=4, steps=20)
THEORY = dict(depth=6, width=50, samples=30, classes=3)

# depth counts weight matrices; steps are those of one timed repetition
SIZES = {
    "quick": {
        "moments": dict(samples=2000, dimension=256, authors=8),
        "deep-wide": dict(depth=4, width=128, samples=128, steps=5),
        "deep-narrow": dict(depth=16, width=32, samples=32, steps=5),
        "hybrid": dict(HYBRID, inputs=96, width=32, steps=8),
        "theory": dict(THEORY, members=1, steps=10),
        "ensemble": dict(THEORY, members=16, steps=5),
        "singular-values": dict(rows=160, columns=64),
        "ceilings": dict(copy=32 << 20, order=512),
    },
    "cpu": {
        "moments": dict(samples=65536, dimension=4096, authors=16),
        "deep-wide": dict(depth=8, width=1024, samples=1000, steps=5),
        "deep-narrow": dict(depth=128, width=256, samples=256, steps=10),
        "hybrid": HYBRID,
        "theory": dict(THEORY, members=1, steps=1000),
        "ensemble": dict(THEORY, members=1024, steps=20),
        "singular-values": dict(rows=8192, columns=2048),
        "ceilings": dict(copy=256 << 20, order=2048),
    },
    "cuda": {
        "moments": dict(samples=65536, dimension=4096, authors=256),
        "deep-wide": dict(depth=32, width=4096, samples=4096, steps=4),
        "deep-narrow": dict(depth=128, width=256, samples=256, steps=50),
        "hybrid": dict(HYBRID, steps=80),
        "theory": dict(THEORY, members=1, steps=1000),
        "ensemble": dict(THEORY, members=1024, steps=200),
        "singular-values": dict(rows=8192, columns=2048),
        "ceilings": dict(copy=4 << 30, order=8192),
    },
}
for scale in SIZES.values():
    scale["measured"] = scale["deep-wide"]


def offsets(samples, classes):
    """Where each class begins, and the number of samples: equal sizes, to one sample."""
    return [k * samples // classes for k in range(classes + 1)]
