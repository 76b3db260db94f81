"""The bundle that is tried, and the results of the CPU that it brings along."""
import os
import pathlib
import shutil

import commands

# As bin/java-options has them.
JAVA_OPTIONS = ["-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"]
SMALL = ["--set", "training.epochs=1", "--set", "network.width=64", "--set", "metrics.spectrum=gram"]
# A step whose rate rounds to nothing leaves the weights as they were drawn.
INITIAL = ["--precision", "fp64", "--set", "training.epochs=1", "--set", "training.learning-rate=1e-300"]
EXACT, ROUNDED = ["gaussian", "uniform", "kaiming", "xavier", "default", "identity"], ["orthogonal", "orthogonal-padded"]


class Kit:
    """
    device: cuda or cpu
    small: sizes for a device that is no GPU
    work: a folder for what nobody keeps
    """

    def __init__(self, device, small, work):
        self.bundle = pathlib.Path(os.environ["LAMINA_BUNDLE"])
        self.device, self.small, self.work = device, small, pathlib.Path(work)
        self.commit = (self.bundle / "commit").read_text().strip()
        self.lamina = self.bundle / "bin/lamina"

    def java(self, *arguments):
        """A program of the jar with the checks."""
        classpath = f"{self.bundle}/checks.jar:{self.bundle}/lamina.jar:{self.bundle}/lib/*"
        return [self.bundle / "runtime/bin/java", *JAVA_OPTIONS, "-cp", classpath, *arguments]

    def compare(self, attempt, *arguments):
        """One of the comparisons of dev.lamina.bundle.Acceptance, in words."""
        return attempt.last_line(*self.java("dev.lamina.bundle.Acceptance", *arguments))

    def settings(self, run):
        """What `lamina run` is given for a run such as theory-fp64 or initial-gaussian."""
        if run.startswith("initial-"):
            return ["theory", *INITIAL, "--set", f"init.kind={run[len('initial-'):]}"]
        name, _, precision = run.rpartition("-")
        return [name, "--precision", precision, *(SMALL if self.small and name == "fashion-mnist-hybrid" else [])]

    def run(self, attempt, run, device=None, again=False):
        """The folder of a run's results, which is done if it has not been."""
        folder = self.work / f"{device or self.device}-{run}{'-again' if again else ''}"
        if not (folder / "summary.json").exists():
            attempt.run(self.lamina, "run", *self.settings(run), "--device", device or self.device, "--out", folder)
        return folder

    def reference(self, attempt, run):
        """The same on the CPU: brought along, if it is of this commit and of this size, or computed here."""
        brought = self.bundle / "resources/reference"
        commit = brought / "commit"
        if not commit.exists():
            attempt.log.write("no results of the CPU were brought along: it computes them here")
        elif commit.read_text().strip() != self.commit:
            attempt.log.write("the results of the CPU that were brought along are of another commit: it computes them here")
        elif (brought / run).exists() and not (self.small and "hybrid" in run):
            return brought / run
        return self.run(attempt, run, "cpu")


RUNS = [f"{name}-{precision}" for name in ("theory", "fashion-mnist-hybrid") for precision in ("fp64", "fp32")]


def make_references(kit, log, folder):
    """Writes what Kit.reference reads: summaries of runs, and first weights."""
    runner = commands.Runner(log, 3600)
    for run in RUNS + [f"initial-{kind}" for kind in EXACT + ROUNDED]:
        target = folder / run
        target.mkdir(parents=True, exist_ok=True)
        needed = "weights.safetensors" if run.startswith("initial-") else "summary.json"
        shutil.copy(kit.run(runner, run, "cpu") / needed, target)
    (folder / "commit").write_text(kit.commit + "\n")
