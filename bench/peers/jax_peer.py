"""The work of Lamina's benchmarks in JAX, as its skilled user would write it, on a CPU or a GPU.

    python jax_peer.py moments|deep-wide|deep-narrow|hybrid|theory|ensemble|measured|singular-values|ceilings
           [--device cpu|cuda] [--precision fp32|tf32] [--quick] [--brief] [--size NAME=NUMBER] [--only FORM]...
    python jax_peer.py agree CASE.npz             writes seeded inputs, prints what must come out
    python jax_peer.py versions

Output is as pytorch_peer.py's. Times are from the call to the end of the computation.
"""
import os
import sys

import peer

# JAX would take most of a GPU's memory when it starts.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import numpy as np

import cases
from sizes import CLASSES, DECAY, MOMENTUM, RATE, SMALL_RATE, offsets

EPSILON = 1e-5  # of batch normalisation, as PyTorch's
STATISTICS = 0.1  # weight of a batch in the running statistics, likewise


def configure(options):
    """Strict float32 unless TF32 is asked for; float64 where it is written."""
    jax.config.update("jax_platforms", options.device)
    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_default_matmul_precision", "highest" if options.precision == "fp32" else "tensorfloat32")


clock = peer.wall_clock(jax.block_until_ready)


# Moments


def summarise(means, counts, within):
    overall = counts @ means / counts.sum()
    between = jnp.square(means - overall).sum() / len(means)
    unit = means / jnp.linalg.norm(means, axis=1, keepdims=True)
    cosines = unit @ unit.T - 2 * jnp.eye(len(means), dtype=means.dtype)
    return jnp.stack([within, between, within / between, 1 - cosines.max()])


def one_hot(x, labels, classes):
    hot = jax.nn.one_hot(labels, classes, dtype=x.dtype)
    counts = hot.sum(0)
    means = hot.T @ x / counts[:, None]
    return summarise(means, counts, jnp.square(x - means[labels]).sum() / len(x))


def segment_sum(x, labels, classes):
    sums = lambda values: jax.ops.segment_sum(values, labels, classes, indices_are_sorted=True)
    counts = sums(jnp.ones(len(x), x.dtype))
    means = sums(x) / counts[:, None]
    return summarise(means, counts, jnp.square(x - means[labels]).sum() / len(x))


def slices(x, labels, classes):
    bounds = offsets(len(x), classes)
    parts = [x[begin:end] for begin, end in zip(bounds, bounds[1:])]
    means = [part.mean(0) for part in parts]
    within = sum(jnp.square(part - mean).sum() for part, mean in zip(parts, means)) / len(x)
    return summarise(jnp.stack(means), jnp.array([len(part) for part in parts], x.dtype), within)


MOMENTS = {"jit, one-hot product": one_hot, "jit, segment_sum": segment_sum, "jit, slices": slices}


def moments(options):
    size = options.size
    x = jnp.asarray(cases.labelled(np.random.default_rng(1), size["samples"], size["dimension"], CLASSES, 1.0))
    labels = jnp.asarray(cases.labels(size["samples"], CLASSES))

    def make(function):
        compiled = jax.jit(function, static_argnums=2)
        return lambda: peer.Variant(lambda: compiled(x, labels, CLASSES))

    return peer.measure({name: make(function) for name, function in MOMENTS.items()}, options, clock)


# Steps


def forward(weights, x):
    """Features of all layers of a linear network."""
    features = [x]
    for weight in weights:
        features.append(features[-1] @ weight.T)
    return features


def squared_error(output, y):
    return jnp.square(output - y).sum() / len(y)


def linear_step(weights, x, y, rate):
    """One step of plain SGD: new weights, and the loss before it."""
    loss, gradients = jax.value_and_grad(lambda own: squared_error(forward(own, x)[-1], y))(weights)
    return [weight - rate * gradient for weight, gradient in zip(weights, gradients)], loss


def measured_step(weights, x, y, rate):
    """The same, with C, D and both traces of every layer."""
    def loss_of(own):
        features = forward(own, x)
        return squared_error(features[-1], y), features

    (loss, features), gradients = jax.value_and_grad(loss_of, has_aux=True)(weights)
    metrics = jnp.stack([slices(h, None, y.shape[1]) for h in features[:-1]])
    return [weight - rate * gradient for weight, gradient in zip(weights, gradients)], (loss, metrics)


def linear_case(size, classes):
    rng = np.random.default_rng(1)
    weights = cases.orthogonal(rng, size["depth"] * [size["width"]] + [classes])
    x = jnp.asarray(cases.samples(rng, (size["samples"], size["width"])))
    return weights, x, jax.nn.one_hot(cases.labels(size["samples"], classes), classes, dtype=jnp.float32)


def change(first, last, part=lambda weight: weight):
    """How far the first and the last layer's weights have come: what a wrong gradient would change."""
    return [float(np.linalg.norm(part(np.asarray(last[i])) - part(first[i]))) for i in (0, -1)]


def trained(first, step, data, steps, scanned, on_host=False, part=lambda weight: weight):
    """
    A variant of some steps from the first weights, dispatched one by one or in one lax.scan; buffers are given away. The data
    are arguments, not constants, which would be part of the program.
    """
    state = {}

    def prepare():
        state["weights"] = [jnp.asarray(weight) for weight in first]
        jax.block_until_ready(state["weights"])

    if scanned:
        scan = jax.jit(lambda weights, *data: jax.lax.scan(lambda w, _: step(w, *data), weights, None, length=steps),
                       donate_argnums=0)

        def operation():
            state["weights"], out = scan(state["weights"], *data)
            return state["weights"], out
    else:
        compiled = jax.jit(step, donate_argnums=0)

        def operation():
            for _ in range(steps):
                state["weights"], out = compiled(state["weights"], *data)
                if on_host:  # a measurement is for the host, at every step
                    jax.device_get(out)
            return state["weights"], out

    return peer.Variant(operation, operations=steps, prepare=prepare,
                        read=lambda _: change(first, state["weights"], part))


def full_batch(options, classes=CLASSES):
    weights, x, y = linear_case(options.size, classes)
    step = lambda own, x, y: linear_step(own, x, y, RATE)
    steps = options.size["steps"]
    return peer.measure({"jit": lambda: trained(weights, step, (x, y), steps, False),
                         "jit, lax.scan": lambda: trained(weights, step, (x, y), steps, True)}, options, clock)


def measured(options):
    weights, x, y = linear_case(options.size, CLASSES)
    steps = options.size["steps"]
    plain, with_metrics = ((lambda own, x, y, step=step: step(own, x, y, RATE)) for step in (linear_step, measured_step))
    makers = {"jit": lambda: trained(weights, plain, (x, y), steps, False),
              "jit, measured": lambda: trained(weights, with_metrics, (x, y), steps, False, True)}
    return peer.measure(makers, options, clock)


def hybrid_forward(weights, scales, nonlinear, x):
    """The output, and mean and unbiased variance of each batch normalisation."""
    statistics, h = [], x
    for l, weight in enumerate(weights):
        h = h @ weight.T
        if l < nonlinear:
            mean, variance = h.mean(0), h.var(0)
            statistics.append((mean, variance * len(h) / (len(h) - 1)))
            gamma, beta = scales[l]
            h = jax.nn.relu((h - mean) * jax.lax.rsqrt(variance + EPSILON) * gamma + beta)
    return h, statistics


def hybrid_step(state, batch, nonlinear, rate):
    """SGD with momentum and weight decay; the state is parameters, velocities and running statistics."""
    parameters, velocities, running = state
    x, y = batch

    def loss_of(parameters):
        output, statistics = hybrid_forward(*parameters, nonlinear, x)
        return squared_error(output, y), statistics

    (loss, statistics), gradients = jax.value_and_grad(loss_of, has_aux=True)(parameters)
    velocities = jax.tree.map(lambda v, g, p: MOMENTUM * v + g + DECAY * p, velocities, gradients, parameters)
    parameters = jax.tree.map(lambda p, v: p - rate * v, parameters, velocities)
    running = jax.tree.map(lambda old, new: (1 - STATISTICS) * old + STATISTICS * new, running, statistics)
    return (parameters, velocities, running), loss


def hybrid_state(weights, nonlinear):
    ones = lambda l: jnp.ones(len(weights[l]), jnp.float32)
    parameters = [jnp.asarray(w) for w in weights], [(ones(l), 0 * ones(l)) for l in range(nonlinear)]
    return parameters, jax.tree.map(jnp.zeros_like, parameters), [(0 * ones(l), ones(l)) for l in range(nonlinear)]


def hybrid(options):
    size = options.size
    rng = np.random.default_rng(1)
    weights = cases.orthogonal(rng, [size["inputs"]] + size["hidden"] * [size["width"]] + [CLASSES])
    count, steps, nonlinear = size["batch"] * size["batches"], size["steps"], size["nonlinear"]
    samples = jnp.asarray(cases.samples(rng, (count, size["inputs"])))
    targets = jax.nn.one_hot(cases.labels(count, CLASSES), CLASSES, dtype=jnp.float32)
    epochs = -(-steps // size["batches"])
    orders = jnp.asarray(np.stack([rng.permutation(count) for _ in range(epochs)]).reshape(-1, size["batch"])[:steps])

    def step(state, order, samples, targets):
        return hybrid_step(state, (samples[order], targets[order]), nonlinear, SMALL_RATE)

    one = jax.jit(step, donate_argnums=0)
    scan = jax.jit(lambda state, orders, *data: jax.lax.scan(lambda s, order: step(s, order, *data), state, orders),
                   donate_argnums=0)
    batches = list(orders)

    def variant(run):
        kept = {}

        def prepare():
            kept["state"] = hybrid_state(weights, nonlinear)
            jax.block_until_ready(kept["state"])

        def operation():
            kept["state"] = run(kept["state"])
            return kept["state"]

        return peer.Variant(operation, operations=steps, prepare=prepare,
                            read=lambda _: change(weights, kept["state"][0][0]))

    def one_by_one(state):
        for batch in batches:
            state, _ = one(state, batch, samples, targets)
        return state

    def together(state):
        return scan(state, orders, samples, targets)[0]

    return peer.measure({"jit": lambda: variant(one_by_one), "jit, lax.scan": lambda: variant(together)}, options, clock)


# Ensembles


def ensemble_case(size):
    rng = np.random.default_rng(1)
    members, classes = size["members"], size["classes"]
    widths = size["depth"] * [size["width"]] + [classes]
    each = [cases.orthogonal(rng, widths) for _ in range(members)]
    weights = [np.stack(layer) for layer in zip(*each)]
    x = jnp.asarray(cases.samples(rng, (members, size["samples"], size["width"])))
    return weights, x, jax.nn.one_hot(cases.labels(size["samples"], classes), classes, dtype=jnp.float32)


def ensemble_step(weights, x, y, rate):
    return jax.vmap(linear_step, in_axes=(0, 0, None, None))(weights, x, y, rate)


def ensemble(options):
    weights, x, y = ensemble_case(options.size)
    steps = options.size["steps"]
    step = lambda own, x, y: ensemble_step(own, x, y, RATE)
    first = lambda weight: weight[0]
    return peer.measure({"jit, vmap": lambda: trained(weights, step, (x, y), steps, False, part=first),
                         "jit, vmap, lax.scan": lambda: trained(weights, step, (x, y), steps, True, part=first)},
                        options, clock)


# Singular values and ceilings


def gram_values(x):
    wide = x.astype(jnp.float64)
    return jnp.sqrt(jnp.maximum(jnp.linalg.eigvalsh(wide.T @ wide), 0))[::-1]


def singular_values(options):
    size = options.size
    x = jnp.asarray(np.random.default_rng(1).standard_normal((size["rows"], size["columns"]), dtype=np.float32))
    direct = jax.jit(lambda x: jnp.linalg.svd(x, compute_uv=False))
    exact = np.asarray(direct(x.astype(jnp.float64))).tolist()
    gram = jax.jit(gram_values)
    makers = {"svd": lambda: peer.Variant(lambda: direct(x)),
              "svd of float64": lambda: peer.Variant(lambda: direct(x.astype(jnp.float64))),
              "eigvalsh of the float64 Gram matrix": lambda: peer.Variant(lambda: gram(x))}
    # The deviation is then the error relative to the largest singular value.
    return peer.measure(makers, options, clock, reference=exact)


def ceilings(options):
    order = options.size["order"]

    def copy():
        source = jax.random.uniform(jax.random.key(1), (options.size["copy"] // 4,), jnp.float32)
        copied = jax.jit(lambda x: jax.lax.optimization_barrier(x.copy()))
        return peer.Variant(lambda: copied(source), read=lambda _: [0])

    def product(dtype, precision="highest"):
        def make():
            a, b = (jax.random.uniform(key, (order, order), dtype) for key in jax.random.split(jax.random.key(1)))
            multiply = jax.jit(lambda a, b: jnp.matmul(a, b, precision=precision))
            return peer.Variant(lambda: multiply(a, b), read=lambda result: [0])

        return make

    makers = {"copy": copy, "gemm-fp32": product(jnp.float32), "gemm-fp64": product(jnp.float64)}
    if options.cuda:
        makers["gemm-tf32"] = product(jnp.float32, "tensorfloat32")
    return peer.measure(makers, options, clock)


# Agreement


def agree(options):
    configure(options)
    arrays = cases.agreement()
    np.savez(options.file, **arrays)
    steps, rate = arrays["steps"].item(), arrays["rate"].item()
    layers = lambda name: [jnp.asarray(arrays[f"{name}{l}"]) for l in range(1, 5)]
    x, y = jnp.asarray(arrays["x"]), jax.nn.one_hot(arrays["labels"], 5, dtype=jnp.float32)
    members = jnp.asarray(arrays["ensemble"])
    own, several = layers("weight"), [jnp.stack(len(members) * [weight]) for weight in layers("weight")]
    nonlinear = arrays["hybrid_nonlinear"].item()
    state = hybrid_state(layers("hybrid_weight"), nonlinear)
    for _ in range(steps):
        own, _ = linear_step(own, x, y, rate)
        several, _ = ensemble_step(several, members, y, rate)
        state, _ = hybrid_step(state, (x, y), nonlinear, arrays["hybrid_rate"].item())
    (weights, scales), _, running = state
    h = x
    for l, weight in enumerate(weights):
        h = h @ weight.T
        if l < nonlinear:
            mean, variance = running[l]
            gamma, beta = scales[l]
            h = jax.nn.relu((h - mean) * jax.lax.rsqrt(variance + EPSILON) * gamma + beta)
    bounds = arrays["offsets"]
    labels = jnp.asarray(np.repeat(np.arange(len(bounds) - 1), np.diff(bounds)))
    _, _, compression, discrimination = one_hot(jnp.asarray(arrays["features"]), labels, len(bounds) - 1).tolist()
    return {
        "loss": [linear_step(own, x, y, rate)[1].item()],
        "ensemble_loss": ensemble_step(several, members, y, rate)[1].tolist(),
        "hybrid_loss": [squared_error(h, y).item()],
        "compression": [compression],
        "discrimination": [discrimination],
        "singular_values": jnp.linalg.svd(jnp.asarray(arrays["matrix"]), compute_uv=False).tolist(),
    }


def versions():
    return {"python": sys.version.split()[0], "jax": jax.__version__, "numpy": np.__version__, "threads": peer.THREADS,
            "devices": [device.device_kind for device in jax.devices()]}


def task(function):
    def run(options):
        configure(options)
        return function(options)

    return run


TASKS = {name: task(function) for name, function in {
    "moments": moments,
    "deep-wide": full_batch,
    "deep-narrow": full_batch,
    "hybrid": hybrid,
    "theory": lambda options: full_batch(options, options.size["classes"]),
    "ensemble": ensemble,
    "measured": measured,
    "singular-values": singular_values,
    "ceilings": ceilings,
}.items()}

if __name__ == "__main__":
    peer.run(TASKS, versions, agree, sys.argv[1:])
