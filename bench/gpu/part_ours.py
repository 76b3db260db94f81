"""How fast Lamina alone is, beside the ceilings of the same run, and beside what was predicted."""
from commands import Skipped
from comparison import CLASSES, workload
from item import Item, readable
from sizes import SIZES

CEILING = "ceiling/"


def bench(*names, then=lambda attempt, rows: None):
    """
    Times workloads of `lamina bench`.

    names: functions of the sizes
    then: function of the attempt and the results by place in names; a result is None if it was not measured
    """
    def action(attempt):
        kit = attempt.kit
        wanted = [name(SIZES["quick" if kit.small else "cuda"]) for name in names]
        file = kit.work / "bench.json"
        if file.exists():
            file.unlink()
        try:
            attempt.run(kit.lamina, "bench", *wanted, "--device", kit.device, "--out", file,
                        "--quick" if kit.small else "--brief")
        finally:
            # It is written after each workload.
            attempt.figures.update({row["name"]: figures(row) for row in readable(file).get("results", [])})
            then(attempt, [attempt.figures.get(name) for name in wanted])
        return "; ".join(f"{name} {row['seconds']:.3g} s{share_text(row)}" for name, row in attempt.figures.items()
                         if not name.startswith(CEILING))

    return action


def on_a_gpu_only(action):
    def checked(attempt):
        if attempt.kit.small:
            raise Skipped("the small sizes have no tf32")
        return action(attempt)

    return checked


def figures(row):
    unit = "bytes" if "bytes" in row else "flops"
    rate, ceiling = row.get(f"{unit}_per_second"), row.get(f"ceiling_{unit}_per_second")
    found = {"seconds": row["seconds"], "samples_seconds": row["samples_seconds"], f"{unit}_per_second": rate}
    is_number = lambda value: isinstance(value, (int, float)) and value == value
    if is_number(rate) and is_number(ceiling) and not row["name"].startswith(CEILING):
        found["share_of_ceiling"] = rate / ceiling
    return found


def share_text(row):
    return f" ({100 * row['share_of_ceiling']:.3g} % of the ceiling)" if "share_of_ceiling" in row else ""


def share(row):
    return row and row.get("share_of_ceiling")


def ratio(numerator, denominator):
    return numerator and denominator and numerator["seconds"] / denominator["seconds"]


def features(kind):
    return lambda sizes: f"{kind}/K{CLASSES}-d{sizes['moments']['dimension']}-N{sizes['moments']['samples']}"


def step(task, kind="", precision="fp32"):
    return lambda sizes: workload(task, kind, sizes[task], precision)


def spectrum(sizes):
    return f"spectrum-gram/{sizes['singular-values']['rows']}x{sizes['singular-values']['columns']}"


def moments(attempt, rows):
    attempt.predicted("the pass alone, of the copy rate", "0.85 to 0.95 (H200: 0.8 to 0.9)", share(rows[0]))
    attempt.predicted("with traces, C and D, of the copy rate", "0.65 to 0.75 (H200: 0.55 to 0.65)", share(rows[1]))


def ensemble(attempt, rows):
    members = SIZES["quick" if attempt.kit.small else "cuda"]["ensemble"]["members"]
    for row, manner in zip(rows, ("layer by layer", "factored")):
        attempt.predicted(f"member steps a second, {manner}", "45e6 to 60e6", row and members / row["seconds"])


def narrow(attempt, rows):
    attempt.predicted("times faster factored", "1.5", ratio(*rows))


def wide(predicted):
    return lambda attempt, rows: attempt.predicted("of the rate of a product", predicted, share(rows[0]))


def measuring(attempt, rows):
    with_metrics = ratio(*rows)
    attempt.predicted("metrics of every layer add to a step", "0.14 to 0.18", with_metrics and with_metrics - 1)


# In the order of their worth.
ITEMS = [
    Item("moments", 20, 60, bench(features("moments"), features("traces"), then=moments)),
    Item("theory networks at once", 20, 60, bench(step("ensemble"), step("ensemble", "-factored"), then=ensemble)),
    Item("deep-narrow", 18, 60, bench(step("deep-narrow"), step("deep-narrow", "-factored"), then=narrow)),
    Item("deep-wide fp32", 28, 70, bench(step("deep-wide"), then=wide("0.95 to 0.98"))),
    Item("deep-wide tf32", 20, 60, on_a_gpu_only(bench(step("deep-wide", "", "tf32"), then=wide("0.85 to 0.92")))),
    Item("singular values", 14, 50, bench(spectrum)),
    Item("hybrid", 18, 60, bench(step("hybrid"), step("hybrid", "-factored"))),
    Item("measured steps", 42, 90, bench(step("deep-wide", "-measured"), step("deep-wide"), then=measuring)),
]
