"""What comes first: whether the device opens and runs, and if it does not, where it breaks."""
import json

from commands import Failed
from item import Item

DIAGNOSIS = "dev.lamina.bundle.Diagnosis"


def doctor(attempt):
    kit, file = attempt.kit, attempt.kit.work / "doctor.json"
    attempt.run(kit.lamina, "doctor", "--json", to=file)
    attempt.figures.update(json.loads(file.read_text()))
    found = attempt.figures.get(f"{kit.device}_device", "")
    if not found or found.startswith("not usable"):
        raise Failed(found or "it says nothing of the device")
    return found


def theory(precision):
    def action(attempt):
        folder = attempt.kit.run(attempt, f"theory-{precision}")
        summary = json.loads((folder / "summary.json").read_text())
        attempt.figures.update({key: summary[key] for key in ("seconds", "final_loss", "epochs", "resident") if key in summary})
        return f"trained in {summary['seconds']:.3g} s to a loss of {summary['final_loss']:.3g}"

    return action


def measure(attempt):
    return f"measured {measured(attempt, 'features').name}"


def measured(attempt, case):
    """What `lamina measure` says of a golden case."""
    kit, file = attempt.kit, attempt.kit.work / f"{case}.json"
    if not file.exists():
        part = kit.work / f"{case}.part"
        attempt.run(kit.lamina, "measure", kit.bundle / f"resources/golden/{case}.npz", "--device", kit.device, "--json", to=part)
        part.rename(file)
    return file


# The first start on a cold machine reads a gigabyte of libraries.
DOCTOR = Item("doctor", 8, 90, doctor)
SMOKE = [Item("run theory fp64", 8, 60, theory("fp64")), Item("run theory fp32", 6, 60, theory("fp32")),
         Item("measure features", 4, 60, measure)]


def diagnosis(steps):
    """Small steps, each a process of its own, in place of everything else."""
    def action(step):
        return lambda attempt: attempt.last_line(*attempt.kit.java(DIAGNOSIS, attempt.kit.device, step))

    return [Item(f"diagnosis {step}", 4, 30, action(step)) for step in steps]
