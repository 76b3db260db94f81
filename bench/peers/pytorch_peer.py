"""The work of Lamina's benchmarks in PyTorch, as its skilled user would write it, on a CPU or a GPU.

    python pytorch_peer.py moments|deep-wide|deep-narrow|hybrid|theory|ensemble|measured|singular-values|ceilings
           [--device cpu|cuda] [--precision fp32|tf32] [--quick] [--brief] [--size NAME=NUMBER] [--only FORM]...
    python pytorch_peer.py agree CASE.npz         writes seeded inputs, prints what must come out
    python pytorch_peer.py versions

Output is one JSON document: seconds of one operation of each variant, one for each repetition, how far its numbers are from
the first variant's, and which variants were left out, and why. On a GPU, times are those between two events, and
each variant of a step has the peak of the memory that PyTorch allocated.
"""
import gc
import sys

import peer  # before torch: it sets the number of threads

import numpy as np
import torch
from torch import nn

import cases
import pytorch_ensemble
import pytorch_moments
import pytorch_steps
from sizes import DECAY, MOMENTUM

torch.set_num_threads(peer.THREADS)


def allow_tf32(allowed):
    """By the one switch that every version has: since 2.9 Inductor fails where the older flag was set."""
    torch.set_float32_matmul_precision("high" if allowed else "highest")


def device_of(options):
    """Strict float32 unless TF32 is asked for, as Lamina has it."""
    if options.cuda and not torch.cuda.is_available():
        sys.exit("pytorch_peer: this PyTorch finds no GPU; --device cpu needs none")
    allow_tf32(options.precision == "tf32")
    return torch.device(options.device)


def clock(options):
    if not options.cuda:
        return peer.wall_clock(lambda result: result)

    def events(operation):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        start.record()
        operation()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / 1e3

    return events


def forget_peak():
    gc.collect()
    torch._dynamo.reset()
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()


def task(makers):
    """A task that is timed with the peak of the memory of each variant."""
    def run(options):
        device = device_of(options)
        peak = (forget_peak, torch.cuda.max_memory_allocated) if options.cuda else None
        return peer.measure(makers(options, device), options, clock(options), peak)

    return run


# Singular values


def singular_values(options):
    device, size = device_of(options), options.size
    entries = np.random.default_rng(1).standard_normal((size["rows"], size["columns"]), dtype=np.float32)
    x = torch.from_numpy(entries).to(device)
    exact = torch.linalg.svdvals(x.double()).tolist()

    def gram():
        wide = x.double()
        return torch.linalg.eigvalsh(wide.t() @ wide).clamp_(min=0).sqrt_().flip(0)

    forms = {"svdvals": lambda: torch.linalg.svdvals(x)}
    for driver in ("gesvd", "gesvdj", "gesvda"):
        forms[f"svdvals, {driver}"] = lambda driver=driver: torch.linalg.svdvals(x, driver=driver)
    forms["svdvals of float64"] = lambda: torch.linalg.svdvals(x.double())
    forms["eigvalsh of the float64 Gram matrix"] = gram
    read = lambda values: values.tolist()
    makers = {name: (lambda form=form: peer.Variant(form, read=read)) for name, form in forms.items()}
    # The deviation is then the error relative to the largest singular value.
    return peer.measure(makers, options, clock(options), reference=exact)


# Ceilings


def ceilings(options):
    device, order = device_of(options), options.size["order"]

    def copy():
        source = torch.rand(options.size["copy"] // 4, device=device)
        target = torch.empty_like(source)
        return peer.Variant(lambda: target.copy_(source), read=lambda result: [0])

    def product(dtype, tf32=False):
        def make():
            a, b = (torch.rand(order, order, dtype=dtype, device=device) for _ in range(2))
            c = torch.empty_like(a)

            def operation():
                allow_tf32(tf32)
                return torch.mm(a, b, out=c)

            return peer.Variant(operation, read=lambda result: [0])

        return make

    makers = {"copy": copy, "gemm-fp32": product(torch.float32), "gemm-fp64": product(torch.float64)}
    if options.cuda:
        makers["gemm-tf32"] = product(torch.float32, True)
    return peer.measure(makers, options, clock(options))


# Agreement


def agree(options):
    """The numbers of Lamina's AgreementCheck, by the forms that every variant is compared with when it is timed."""
    device = device_of(options)
    arrays = cases.agreement()
    np.savez(options.file, **arrays)
    tensors = {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}
    layers = lambda name: [tensors[f"{name}{l}"] for l in range(1, 5)]
    x, labels, rate = tensors["x"], tensors["labels"], arrays["rate"].item()
    y = nn.functional.one_hot(labels, 5).float()

    def losses(step, read=lambda loss: [loss.item()]):
        for _ in range(arrays["steps"].item()):
            step.run()
        return read(step.run())

    members = tensors["ensemble"]
    stacked = [weight.expand(len(members), -1, -1).contiguous() for weight in layers("weight")]
    hybrid = pytorch_steps.with_autograd(layers("hybrid_weight"), x, y, arrays["hybrid_rate"].item(), momentum=MOMENTUM,
                                         weight_decay=DECAY, nonlinear=arrays["hybrid_nonlinear"].item())
    for _ in range(arrays["steps"].item()):
        hybrid.run()
    hybrid.model.eval()
    features, bounds = tensors["features"], arrays["offsets"]
    classes = len(bounds) - 1
    feature_labels = torch.from_numpy(np.repeat(np.arange(classes), np.diff(bounds))).to(device)
    numbers = {
        "loss": losses(pytorch_steps.with_autograd(layers("weight"), x, y, rate)),
        "ensemble_loss": losses(pytorch_ensemble.bmm_autograd(stacked, members, y, rate), lambda loss: loss.tolist()),
    }
    with torch.no_grad():
        _, _, compression, discrimination = pytorch_moments.one_hot(features, feature_labels, classes).tolist()
        return numbers | {
            "hybrid_loss": [pytorch_steps.squared_error(hybrid.model(x)[-1], y).item()],
            "compression": [compression],
            "discrimination": [discrimination],
            "singular_values": torch.linalg.svdvals(tensors["matrix"]).tolist(),
        }


def versions():
    config = torch.__config__.show()
    find = lambda word: next((line.strip(" -") for line in config.splitlines() if word in line), None)
    gpu = {"gpu": torch.cuda.get_device_name(), "cuda": torch.version.cuda} if torch.cuda.is_available() else {}
    return {"python": sys.version.split()[0], "torch": torch.__version__, "numpy": np.__version__, "threads": peer.THREADS,
            "blas": find("Math Kernel") or torch.__config__.parallel_info().splitlines()[0],
            "onednn": find("MKL-DNN") or find("oneDNN"), "capability": torch.backends.cpu.get_cpu_capability(), **gpu}


TASKS = {
    "moments": task(pytorch_moments.makers),
    "deep-wide": task(pytorch_steps.full_batch),
    "deep-narrow": task(pytorch_steps.full_batch),
    "hybrid": task(pytorch_steps.hybrid),
    "theory": task(lambda options, device: pytorch_steps.full_batch(options, device, options.size["classes"])),
    "ensemble": task(pytorch_ensemble.ensemble),
    "measured": task(pytorch_steps.measured),
    "singular-values": singular_values,
    "ceilings": ceilings,
}

if __name__ == "__main__":
    peer.run(TASKS, versions, agree, sys.argv[1:])
