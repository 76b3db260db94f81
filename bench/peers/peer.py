"""What the peers' scripts share: their command line, their timing and their results."""
import argparse
import gc
import json
import math
import os
import sys
import time

import forms
from sizes import SIZES

THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))

REPEATS, QUICK_REPEATS = 10, 3
# A variant that is slower than all others by far need not be repeated as often.
PATIENCE_SECONDS, BRIEF_SECONDS, LEAST_REPEATS = 40, 4, 3


class Options:
    """One task of a script: what to do, where, how precisely and how large."""

    def __init__(self, tasks, arguments):
        parser = argparse.ArgumentParser()
        parser.add_argument("task", choices=[*tasks, "versions", "agree"])
        parser.add_argument("file", nargs="?", help="of 'agree': the .npz that holds the case")
        parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
        parser.add_argument("--precision", choices=["fp32", "tf32"], default="fp32")
        parser.add_argument("--quick", action="store_true", help="small sizes, few repeats: does it run?")
        parser.add_argument("--size", action="append", default=[], metavar="NAME=NUMBER", help="such as samples=1000")
        parser.add_argument("--brief", action="store_true", help="repeat each variant for a few seconds at most")
        parser.add_argument("--only", action="append", default=[], metavar="FORM", help=forms.HELP)
        given = parser.parse_args(arguments)
        self.task, self.file, self.device, self.precision, self.only = (
            given.task, given.file, given.device, given.precision, given.only)
        self.cuda = self.device == "cuda"
        self.repeats = QUICK_REPEATS if given.quick else REPEATS
        self.patience = BRIEF_SECONDS if given.brief else PATIENCE_SECONDS
        self.size = dict(SIZES["quick" if given.quick else self.device].get(self.task, {}))
        for text in given.size:
            name, _, number = text.partition("=")
            if name not in self.size:
                parser.error(f"'{self.task}' has the sizes {', '.join(self.size)}, not '{name}'")
            self.size[name] = int(number)


class Variant:
    """
    One way to do a task.

    operation: what is timed; it does the work `operations` times
    prepare: what precedes it and is not timed
    read: turns the operation's result into numbers, to be compared with those of other variants
    factor: seconds are multiplied by this, where only a part of the work is done
    """

    def __init__(self, operation, operations=1, prepare=lambda: None, read=lambda result: result, factor=1.0, extra=None):
        self.operation, self.operations, self.prepare = operation, operations, prepare
        self.read, self.factor, self.extra = read, factor, extra or {}


def repeat(variant, clock, repeats, patience):
    """Seconds of one operation, one for each repetition. It has been done once before, which may have compiled it."""
    seconds, begin = [], time.monotonic()
    while len(seconds) < repeats:
        if len(seconds) >= LEAST_REPEATS and time.monotonic() - begin > patience:
            break
        variant.prepare()
        seconds.append(clock(variant.operation) * variant.factor / variant.operations)
    return seconds


def wall_clock(wait):
    def clock(operation):
        start = time.perf_counter()
        wait(operation())
        return time.perf_counter() - start

    return clock


def measure(makers, options, clock, peak=None, reference=None):
    """
    Times each variant that can be made, compares its numbers with the first one's, and says why others are left out.

    makers: {name: function that returns a Variant}
    peak: a pair of functions, to forget the peak of the device's memory and to read it
    reference: numbers to compare with instead
    """
    measured, left_out = {}, {}
    for name, make in makers.items():
        if not forms.chosen(name, options.only):
            continue
        try:
            if peak:
                peak[0]()
            variant = make()
            variant.prepare()
            numbers = [float(number) for number in variant.read(variant.operation())]
            entry = {"seconds": repeat(variant, clock, options.repeats, options.patience), **variant.extra}
            if peak:
                entry["peak_bytes"] = peak[1]()
            if reference is None:
                reference = numbers
            entry["deviation"] = deviation(numbers, reference)
            measured[name] = entry
        except Exception as e:  # whatever a framework throws: the other variants are still of interest
            left_out[name] = f"{type(e).__name__}: {e}".splitlines()[0][:300]
            print(f"{name} is left out: {left_out[name]}", file=sys.stderr)
        variant = None
        gc.collect()
    return {"variants": measured, "left_out": left_out}


def deviation(numbers, reference):
    """The largest difference, relative to the largest number; None if one is not finite, which JSON could not hold."""
    if len(numbers) != len(reference):
        raise ValueError(f"{len(numbers)} numbers came out instead of {len(reference)}")
    scale = max(abs(number) for number in reference) or 1.0
    largest = max(abs(a - b) for a, b in zip(numbers, reference)) / scale
    return largest if math.isfinite(largest) else None


def run(tasks, versions, agree, arguments):
    """tasks: {name: function of the options}"""
    options = Options(tasks, arguments)
    if options.task == "versions":
        result = {}
    elif options.task == "agree":
        result = agree(options)
    else:
        result = tasks[options.task](options)
    json.dump({**result, "versions": versions()}, sys.stdout, indent=1)
    print()
