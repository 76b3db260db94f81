"""Errors of kernels and races between threads, by NVIDIA's compute-sanitizer."""
import os
import re
import shutil
import zipfile

from commands import Skipped
from item import Item

ERROR_CODE = 99
RESIDENT = "resident"


def kernels(bundle):
    """The names of our kernels: those of NVIDIA's libraries have hazards of their own, and take minutes."""
    with zipfile.ZipFile(bundle / "lamina.jar") as jar:
        sources = [jar.read(name).decode() for name in jar.namelist() if re.fullmatch(r"kernels/\w+\.cu", name)]
    return sorted({RESIDENT, *(name for source in sources for name in re.findall(r"__global__ void (\w+)", source))})


def sanitizer(tool, *options):
    def action(attempt):
        kit = attempt.kit
        if kit.device == "cpu":
            raise Skipped("there are no kernels on the CPU")
        program = shutil.which("compute-sanitizer") or shutil.which(
            os.environ.get("CUDA_HOME", "/usr/local/cuda") + "/bin/compute-sanitizer")
        if program is None:
            raise Skipped("compute-sanitizer is not on this machine")
        ours = [word for name in kernels(kit.bundle) for word in ("--kernel-name", f"kne={name}")]
        # Orthogonal weights would come from cuSOLVER's many kernels.
        return attempt.last_line(
            program, "--tool", tool, *options, "--error-exitcode", ERROR_CODE, "--target-processes", "all", *ours,
            "bash", kit.lamina, "run", "theory", "--device", kit.device, "--precision", "fp32", "--set", "init.kind=gaussian",
            "--set", "training.epochs=2", "--out", kit.work / f"sanitizer-{tool}")

    return action


ITEMS = [
    Item("memcheck", 60, 130, sanitizer("memcheck", "--leak-check", "full")),
    Item("racecheck", 60, 130, sanitizer("racecheck")),
]
