"""Whether Lamina is right on the device: its tests, and its results beside those of the CPU and of NumPy."""
import facts
from commands import Failed, Skipped
from item import Item, readable
from kit import EXACT, ROUNDED
from part_first import measured

# Drivers keep a little memory once they have been used.
KEPT_MEBIBYTES = 16
MOST_FAILURES = 50


def conformance(pattern, small):
    """The test classes of a pattern; on a device that is no GPU a few stand for them."""
    def action(attempt):
        kit, file = attempt.kit, attempt.kit.work / "conformance.json"
        if file.exists():
            file.unlink()
        try:
            return attempt.last_line(kit.bundle / "bin/conformance", "--require", kit.device, "--json", file,
                                     small if kit.small else pattern)
        finally:
            found = readable(file)
            attempt.figures.update({**found, "failures": found.get("failures", [])[:MOST_FAILURES]})

    return action


def golden(attempt):
    cases = ("features", "features_tall", "features_collapsed")
    return "; ".join(attempt.kit.compare(attempt, "measured", measured(attempt, case),
                                         attempt.kit.bundle / f"resources/golden/{case}.expected.json") for case in cases)


def agrees(name, precision):
    """tf32 is held against fp32 of the CPU, which has no tf32."""
    def action(attempt):
        kit = attempt.kit
        reference = kit.reference(attempt, f"{name}-{precision.replace('tf32', 'fp32')}")
        return kit.compare(attempt, "runs", name, precision, kit.run(attempt, f"{name}-{precision}"), reference)

    return action


def repeats(name):
    def action(attempt):
        kit = attempt.kit
        return kit.compare(attempt, "same", kit.run(attempt, f"{name}-fp32"), kit.run(attempt, f"{name}-fp32", again=True))

    return action


def initial(kind, tolerance):
    def action(attempt):
        kit, run = attempt.kit, f"initial-{kind}"
        return kit.compare(attempt, "weights", tolerance, kit.run(attempt, run), kit.reference(attempt, run))

    return action


def memory(attempt):
    """Both times beside the client that holds the GPU."""
    used = [state.get("memory.used", "").split(" ")[0] for state in (attempt.kit.gpu_before, facts.gpu_state())]
    if not all(number.isdigit() for number in used):
        raise Skipped("nvidia-smi does not say how much memory is used")
    text = f"{used[0]} MiB before, {used[1]} MiB after"
    if int(used[1]) > int(used[0]) + KEPT_MEBIBYTES:
        raise Failed(text)
    return text


# In the order of their worth. The smoke run has done some of the runs already.
ITEMS = [
    Item("theory fp64 agrees", 2, 60, agrees("theory", "fp64")),
    Item("theory fp32 agrees", 2, 60, agrees("theory", "fp32")),
    Item("golden cases agree", 7, 60, golden),
    Item("conformance device", 55, 150,
         conformance("^dev[.]lamina[.]device[.][A-Z]", "device[.](Gram|Batch)ConformanceTest$")),
    Item("conformance metric", 20, 80, conformance("^dev[.]lamina[.]metric[.][A-Z]", "metric[.]GoldenFeaturesTest$")),
    Item("conformance training", 40, 120,
         conformance("^dev[.]lamina[.](network|training)[.][A-Z]", "(network[.]InitializerTest|training[.]ConservationTest)$")),
    Item("fashion-mnist-hybrid fp64 agrees", 8, 120, agrees("fashion-mnist-hybrid", "fp64")),
    Item("fashion-mnist-hybrid fp32 agrees", 6, 120, agrees("fashion-mnist-hybrid", "fp32")),
    Item("theory tf32 agrees", 4, 60, agrees("theory", "tf32")),
    Item("fashion-mnist-hybrid tf32 agrees", 6, 120, agrees("fashion-mnist-hybrid", "tf32")),
    Item("theory repeats", 4, 60, repeats("theory")),
    Item("fashion-mnist-hybrid repeats", 6, 120, repeats("fashion-mnist-hybrid")),
    *(Item(f"initial weights {kind}", 3, 40, initial(kind, 0)) for kind in EXACT),
    *(Item(f"initial weights {kind}", 3, 40, initial(kind, 1e-12)) for kind in ROUNDED),
    Item("memory as before", 1, 30, memory),
]
