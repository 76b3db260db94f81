"""What is compared, the targets, and what raw seconds say about them."""
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "peers"))

from sizes import CLASSES, SIZES

# Names of variants that are wrong where it matters, and are never what a ratio is taken to.
INACCURATE = "inaccurate"
TASKS = ("moments", "deep-wide", "deep-narrow", "hybrid", "theory", "ensemble", "singular-values", "measured", "ceilings")
# What numbers of one peer's variants may differ by, relative to the largest; of steps, changes of weights after a few.
TOLERANCE = {"moments": 1e-4, "singular-values": 1e-4}
STEPS_TOLERANCE = {"fp32": 1e-2, "tf32": 1e-1}


class Target:
    """
    A number that a row should reach.

    kind: 'ratio' to a peer's fastest variant whose name begins with a prefix (at least), 'ceiling' for the share of the rate
    measured in the same run (at least), 'memory' for the ratio of bytes (at most), 'overhead' for what measuring adds (at most)
    """

    def __init__(self, kind, value, peer=None, prefix=""):
        self.kind, self.value, self.peer, self.prefix = kind, value, peer, prefix

    def text(self):
        return {"ratio": f">= {self.value:g}x {NAMES.get(self.peer)}'s {self.prefix or 'fastest'}",
                "ceiling": f">= {100 * self.value:g} % of the ceiling",
                "memory": f"<= {self.value:g}x the memory of {NAMES.get(self.peer)}'s {self.prefix}",
                "overhead": f"adds <= {100 * self.value:g} %"}[self.kind]

    def met(self, found):
        return found >= self.value if self.kind in ("ratio", "ceiling") else found <= self.value


NAMES = {"pytorch": "PyTorch", "jax": "JAX"}


def ratio(value, prefix, peer="pytorch"):
    return Target("ratio", value, peer, prefix)


TARGETS = {
    "cpu": {
        "moments": [ratio(5, "eager, one-hot"), ratio(200, "authors' manner")],
        "deep-wide": [ratio(1, "eager, SGD"), Target("ceiling", 0.9)],
        "deep-narrow": [ratio(1.2, "eager, SGD")],
        "ensemble": [ratio(12, "eager, one by one, SGD"), ratio(1.2, "eager, bmm")],
        "singular-values": [ratio(1, "svdvals")],
        "measured": [Target("overhead", 0.1)],
    },
    "cuda": {
        "moments": [Target("ceiling", 0.85), ratio(3, "compiled")],
        "deep-wide": [Target("ceiling", 0.9), ratio(1.15, "CUDA graph, compiled"),
                      Target("memory", 0.6, "pytorch", "eager, SGD")],
        "deep-narrow": [ratio(10, "eager, SGD"), ratio(1.5, "CUDA graph")],
        "ensemble": [ratio(1000, "eager, one by one, SGD"), ratio(3, "jit, vmap, lax.scan", "jax")],
        "singular-values": [ratio(5, "svdvals")],
        "measured": [Target("overhead", 0.05)],
    },
}


class Row:
    """
    A line of the table.

    task: the peers'
    workload: Lamina's, as `lamina bench --list` names it
    base: of the row of what measuring adds, the workload without it
    members: networks that an operation is a step of
    """

    def __init__(self, name, task, workload, base=None, members=1):
        self.name, self.task, self.workload, self.base, self.members = name, task, workload, base, members

    def workloads(self):
        return [self.workload] + ([self.base] if self.base else [])


def rows(device, quick, precision):
    """All rows of one precision, in the order of the table."""
    sizes = SIZES["quick" if quick else device]
    only = "" if precision == "fp32" else f", {precision}"
    result = []
    for task, title in {"deep-wide": "step, {depth} layers of {width}, N = {samples}",
                        "deep-narrow": "step, {depth} layers of {width}, N = {samples}",
                        "hybrid": "step of the paper's hybrid network, batches of {batch}",
                        "theory": "step of the theory network",
                        "ensemble": "step of {members} theory networks"}.items():
        for kind, manner in {"": "layer by layer", "-factored": "factored"}.items():
            result.append(Row(f"{title.format(**sizes[task])}{only}, {manner}", task,
                              workload(task, kind, sizes[task], precision), members=sizes[task].get("members", 1)))
    if precision != "fp32":
        return result
    moments, values = sizes["moments"], sizes["singular-values"]
    size = f"{values['rows']} x {values['columns']}"
    return [
        Row(f"moments, traces, C and D of {moments['samples']} x {moments['dimension']} features", "moments",
            f"traces/K{CLASSES}-d{moments['dimension']}-N{moments['samples']}"),
        *result,
        Row(f"singular values, {size}, by the Gram matrix", "singular-values", f"spectrum-gram/{size.replace(' ', '')}"),
        Row(f"singular values, {size}, by SVD", "singular-values", f"spectrum-svd/{size.replace(' ', '')}"),
        Row("deep-wide step and metrics of every layer", "measured",
            workload("deep-wide", "-measured", sizes["deep-wide"], precision),
            workload("deep-wide", "", sizes["deep-wide"], precision)),
    ]


def workload(task, kind, size, precision):
    """A training step as Lamina's TrainingGrid names it."""
    if task == "hybrid":
        return f"step/hybrid{kind}-{size['inputs']}-{size['width']}x{size['hidden']}-B{size['batch']}-{precision}"
    name = f"theory-of-{size['members']}" if task == "ensemble" else task
    return f"step/{name}{kind}-L{size['depth']}-d{size['width']}-N{size['samples']}-{precision}"


def median(rounds):
    return statistics.median(pooled(rounds))


def pooled(rounds):
    return [seconds for samples in rounds for seconds in samples]


def agreeing(variants, task, precision):
    """Variants that agree with the others; those that do not are no opponents."""
    limit = TOLERANCE.get(task, STEPS_TOLERANCE[precision])
    return {name: variant for name, variant in variants.items()
            if not name.startswith(INACCURATE) and variant["deviation"] is not None and variant["deviation"] <= limit}


def disagreements(variants, task, precision):
    """Names of variants that are not known to be inaccurate, and yet differ from the others."""
    same = agreeing(variants, task, precision)
    return [name for name in variants if name not in same and not name.startswith(INACCURATE)]


def largest_deviation(ours, theirs):
    """The result that differs most, and by how much of its largest number. Singular values come in any order."""
    worst = ("nothing", 0.0)
    for name, numbers in theirs.items():
        pairs = list(zip(sorted(ours[name]), sorted(numbers), strict=True)) if name.startswith("singular") \
            else list(zip(ours[name], numbers, strict=True))
        largest = max(abs(a - b) for a, b in pairs) / max(abs(number) for number in numbers)
        # NaN is larger than anything.
        if not largest <= worst[1]:
            worst = (name, largest)
    return worst


def entry(row, precision, device, ours, theirs):
    """
    One line's numbers.

    ours: {workload: {"rounds": [[seconds]], "row": of the JSON of `lamina bench`}}
    theirs: {peer: {variant: {"rounds": [[seconds]], "deviation": of its numbers, maybe "peak_bytes", "scaled"}}}
    """
    mine = ours[row.workload]
    seconds = median(mine["rounds"])
    unit = "byte" if "bytes" in mine["row"] else "flop"
    work = mine["row"][unit + "s"]
    result = {"workload": row.workload, "median_seconds": seconds, "best_seconds": min(pooled(mine["rounds"])),
              "samples": len(pooled(mine["rounds"])), "work": work, "unit": unit, "per_second": work / seconds,
              "ceiling_per_second": mine["row"][f"ceiling_{unit}s_per_second"], "device_bytes": mine["row"]["device_bytes"]}
    if row.members > 1:
        result["member_steps_per_second"] = row.members / seconds
    if row.base:
        result["overhead"] = seconds / median(ours[row.base]["rounds"]) - 1
    for peer, variants in theirs.items():
        if row.base:
            result[peer] = {"overheads": overheads(variants)}
            continue
        counted = agreeing(variants, row.task, precision)
        medians = {name: median(variant["rounds"]) for name, variant in variants.items()}
        if counted:
            fastest = min(counted, key=medians.get)
            result[peer] = {"variant": fastest, "median_seconds": medians[fastest], "per_second": work / medians[fastest],
                            "best_seconds": min(pooled(variants[fastest]["rounds"])), "median_seconds_of_all": medians,
                            "ratio": medians[fastest] / seconds,
                            "deviations": {name: variant["deviation"] for name, variant in variants.items()}}
            peaks = {name: variant["peak_bytes"] for name, variant in variants.items() if "peak_bytes" in variant}
            if peaks:
                result[peer]["peak_bytes"] = peaks
            scaled = {name: variant["scaled"] for name, variant in variants.items() if "scaled" in variant}
            if scaled:
                result[peer]["scaled"] = scaled
    # Factors of rank K are bound by memory: a rate of products says nothing of them.
    result["targets"] = [verdict(target, row, precision, result, theirs) for target in TARGETS[device].get(row.task, [])
                         if not (target.kind == "ceiling" and "-factored" in row.workload)]
    return result


def overheads(variants):
    """What measuring adds to each form that was timed with and without."""
    pairs = {name: name + ", measured" for name in variants if name + ", measured" in variants}
    return {name: median(variants[measured]["rounds"]) / median(variants[name]["rounds"]) - 1
            for name, measured in pairs.items()}


def verdict(target, row, precision, result, theirs):
    """What was found for a target; None where it was not measured."""
    found, variant = None, None
    if target.kind == "ceiling":
        found = result["per_second"] / result["ceiling_per_second"]
    elif target.kind == "overhead":
        found = result["overhead"]
    else:
        counted = {name: v for name, v in agreeing(theirs.get(target.peer, {}), row.task, precision).items()
                   if name.startswith(target.prefix)}
        if target.kind == "memory":
            peaks = {name: v["peak_bytes"] for name, v in counted.items() if "peak_bytes" in v}
            if peaks:
                variant = min(peaks, key=peaks.get)
                found = result["device_bytes"] / peaks[variant]
        elif counted:
            variant = min(counted, key=lambda name: median(counted[name]["rounds"]))
            found = median(counted[variant]["rounds"]) / result["median_seconds"]
    return {"target": target.text(), "found": found, "variant": variant,
            "met": None if found is None else target.met(found)}
