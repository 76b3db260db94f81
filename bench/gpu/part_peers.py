"""How fast Lamina is beside PyTorch and JAX, by the forms of them that say most."""
import os

import facts
from comparison import NAMES
from commands import Failed, Skipped
from item import Item, readable

# That compare.sh has for its own end.
RESERVE_SECONDS = 5


def has(python, *modules):
    find = "import sys; from importlib.util import find_spec; print(all(map(find_spec, sys.argv[1:])))"
    return facts.printed(python, "-c", find, *modules).strip() == "True"


def beside(task, forms, precision="fp32", jax=False, predictions=()):
    """
    One task of compare.sh.

    predictions: (what, predicted, peer, form, row's last words) of ratios to one form
    """
    def action(attempt):
        kit, python = attempt.kit, os.environ["PYTHON"]
        # The CPU has no tf32.
        name = f"{task}, {'fp32' if kit.device == 'cpu' else precision}"
        jax_python = os.environ.get("JAX_PYTHON", python) if jax else ""
        if not has(python, "torch", "numpy"):
            raise Skipped(f"'{python}' has no torch and numpy")
        if jax and not has(jax_python, "jax", "numpy"):
            attempt.log.write(f"'{jax_python}' has no jax")
        out = kit.out / "peers.json"
        only = [f"--only={form}" for form in forms]
        try:
            # It ends with 1 where a side failed, of which its results tell more.
            printed = attempt.last_line(
                kit.bundle / "bench/compare.sh", "--device", kit.device, "--task", task, "--precision", name.split()[-1], *only,
                "--budget", max(1, attempt.seconds - RESERVE_SECONDS), "--add", *(["--quick"] if kit.small else []), out,
                codes=(0, 1), environment={**os.environ, "LAMINA_BUNDLE": str(kit.bundle), "JAX_PYTHON": jax_python})
        finally:
            ratios(attempt, readable(out), name, predictions)
        if not attempt.figures["rows"] or attempt.figures["failed"]:
            raise Failed("; ".join(f"{what}: {why}" for what, why in attempt.figures["failed"].items()) or printed)
        left_out = [f"{form} is left out: {why}" for forms in attempt.figures["left_out"].values() for form, why in forms.items()]
        compared = [words(title, row) for title, row in attempt.figures["rows"].items() if words(title, row)]
        if not compared:
            raise Skipped("; ".join(left_out) or "none of these forms is there")
        return "; ".join(compared + left_out)

    return action


def words(title, row):
    found = [f"{row[peer]['ratio']:.3g}x {NAMES[peer]}'s {row[peer]['variant']}" for peer in NAMES
             if "ratio" in row.get(peer, {})]
    return found and f"{title}: {' and '.join(found)}"


def ratios(attempt, document, name, predictions):
    """What the results have of this task."""
    workloads = document.get("raw", {}).get(name, {}).get("lamina", {})
    rows = {title: row for title, row in document.get("summary", {}).items() if row.get("workload") in workloads}
    failed = {what: why for what, why in document.get("failed", {}).items() if what.startswith((name, "agreement"))}
    attempt.figures.update({"rows": rows, "failed": failed, "left_out": document.get("left_out", {}).get(name, {})})
    for what, predicted, peer, form, end in predictions:
        seen = None
        for title, row in rows.items():
            seconds = row.get(peer, {}).get("median_seconds_of_all", {}).get(form)
            if title.endswith(end) and seconds is not None:
                seen = seconds / row["median_seconds"]
        attempt.predicted(what, predicted, seen)


GRAPH = "CUDA graph, SGD(foreach)"
BY_HAND = "CUDA graph, by hand"
EAGER = "eager, SGD(foreach)"

# In the order of their worth.
ITEMS = [
    Item("beside moments", 45, 80, beside("moments", ["compiled, one-hot product", "compiled, slices"])),
    Item("beside deep-narrow", 30, 70, beside("deep-narrow", [EAGER, GRAPH, BY_HAND], predictions=[
        ("times PyTorch's graph by hand, layer by layer", "1.0", "pytorch", BY_HAND, "layer by layer"),
        ("times PyTorch's graph by hand, factored", "1.5", "pytorch", BY_HAND, "factored"),
        ("times eager PyTorch, factored", "3 to 6", "pytorch", EAGER, "factored")])),
    Item("beside theory networks at once", 45, 90, beside(
        "ensemble", ["eager, one by one, SGD(foreach)", "jit, vmap, lax.scan"], jax=True)),
    Item("beside singular values", 22, 60, beside("singular-values", ["svdvals", "*by the Gram matrix"], predictions=[
        ("times PyTorch's svdvals", "4 to 10", "pytorch", "svdvals", "by the Gram matrix")])),
    Item("beside deep-wide", 40, 90, beside("deep-wide", [BY_HAND, "*, layer by layer"], "tf32", predictions=[
        ("times PyTorch's graph by hand", "1.00 to 1.03", "pytorch", BY_HAND, "layer by layer")])),
]
