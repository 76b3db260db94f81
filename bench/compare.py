"""Runs Lamina's benchmarks, PyTorch's and JAX's in turn, checks that all compute the same, and compares. Use compare.sh."""
import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import comparison
import table
from comparison import NAMES

import forms  # of peers, which comparison has made known

PEERS = pathlib.Path(__file__).resolve().parent / "peers"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
TOLERANCE = 1e-4
ROUNDS, RUNS = 2, 10
# As the launcher sets them.
JAVA_OPTIONS = ["-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50"]
# Settings that pin a library to another processor's kernels or shapes; a user's machine has none of them.
PINNED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_ENABLE_INSTRUCTIONS", "MKL_CBWR", "ATEN_CPU_CAPABILITY",
          "ONEDNN_MAX_CPU_ISA")


def say(text):
    print(f"compare: {text}", file=sys.stderr, flush=True)


class Failure(Exception):
    """One side could not do its part; the others go on."""


class Budget:
    """The time that is left of what the whole may take, if that is limited."""

    def __init__(self, seconds):
        self.end = None if seconds is None else time.monotonic() + seconds

    def left(self):
        if self.end is None:
            return None
        if self.end <= time.monotonic():
            raise Failure("there was no time left for it")
        return self.end - time.monotonic()

    def run(self, *command, **options):
        """
        Runs a command within the time that is left, and gives what it printed if that is piped. With it ends all that it has
        started. (It stays in our session, so that whoever ends that ends it too.)
        """
        left = self.left()
        process = subprocess.Popen(command, text=True, preexec_fn=os.setpgrp, **options)
        try:
            printed, complaint = process.communicate(timeout=left)
        except subprocess.TimeoutExpired:
            raise Failure("it was not done when the time was over") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        print(complaint or "", end="", file=sys.stderr)
        if process.returncode:
            last = (complaint or "").strip().splitlines()[-1:]
            raise Failure(last[0][:300] if last else f"it ended with {process.returncode}")
        return printed


class Watch:
    """How many processors others kept busy while ours was measured: a quiet machine has next to 0."""

    def __init__(self):
        self.shares = []

    def during(self, action):
        before, start = self.busy(), time.monotonic()
        result = action()
        if before:
            after = self.busy()
            foreign = (after[0] - before[0]) - (after[1] - before[1])
            self.shares.append(round(max(0.0, foreign / (time.monotonic() - start)), 3))
        return result

    @staticmethod
    def busy():
        """Seconds that all processors together have worked, and those of our children; None where the system does not say."""
        try:
            with open("/proc/stat") as file:
                fields = file.readline().split()[1:]
        except OSError:
            return None
        ticks = sum(int(fields[i]) for i in (0, 1, 2, 5, 6, 7)) / os.sysconf("SC_CLK_TCK")
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ticks, children.ru_utime + children.ru_stime


class Lamina:
    """Our side."""
    name, title = "lamina", "Lamina"

    def __init__(self, options, budget):
        self.options, self.budget = options, budget
        self.java = [options.java, *JAVA_OPTIONS, f"-Dlamina.commit={options.commit}", "-cp", options.classpath]
        self.environment = {}

    def bench(self, workloads):
        """{workload: row of the JSON of `lamina bench`}, and {workload: why it is not among them}"""
        options = self.options
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "results.json")
            command = [*self.java, "dev.lamina.cli.Main", "bench", "--device", options.device, "--out", str(file), *workloads]
            size = ["--quick"] if options.quick else ["--brief"] if options.brief else []
            reason = "failed"
            try:
                self.budget.run(*command, *size, stdout=sys.stderr)
            except Failure as e:
                reason = str(e)
            # It is written after each workload.
            document = json.loads(file.read_text()) if file.exists() else {"results": [], "left_out": {}}
        rows = {row["name"]: row for row in document.pop("results")}
        left_out = document.pop("left_out")
        self.environment = document or self.environment
        return rows, {name: left_out.get(name, reason) for name in workloads if name not in rows}

    def agreement(self, case):
        return json.loads(self.budget.run(*self.java, "dev.lamina.bench.AgreementCheck", self.options.device, "fp32", case,
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def runs(self, count):
        """Seconds of whole processes of `lamina run`, as a shell sees them."""
        seconds = []
        with tempfile.TemporaryDirectory() as folder:
            for i in range(count):
                start = time.perf_counter()
                self.budget.run(self.options.lamina, "run", "--device", self.options.device, "--out",
                                os.path.join(folder, f"run{i}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                seconds.append(time.perf_counter() - start)
        return seconds


class Peer:
    """Their side: one of the scripts under peers."""

    def __init__(self, name, python, options, budget):
        self.name, self.title, self.python, self.options, self.budget = name, NAMES[name], python, options, budget

    def run(self, *arguments):
        printed = self.budget.run(self.python, str(PEERS / f"{self.name}_peer.py"), *arguments, "--device", self.options.device,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            return json.loads(printed)
        except json.JSONDecodeError as e:
            raise Failure(f"its results cannot be read: {e}") from e

    def task(self, task, precision):
        options = self.options
        size = ["--quick"] if options.quick else ["--brief"] if options.brief else []
        return self.run(task, "--precision", precision, *size, *(f"--only={form}" for form in options.only))

    def agreement(self, case):
        return self.run("agree", case)


def check_agreement(lamina, peers, result):
    """Lets all sides compute one small case, and notes the largest relative deviation of each peer from us."""
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, "case.npz")
        for peer in peers:
            with noted(result, f"agreement, {peer.title}"):
                theirs = peer.agreement(case)
                result["versions"][peer.name] = theirs.pop("versions")
                # Both ways of ours are held against the one of theirs.
                theirs |= {"loss_factored": theirs["loss"], "singular_values_direct": theirs["singular_values"]}
                name, largest = comparison.largest_deviation(lamina.agreement(case), theirs)
                if not largest <= TOLERANCE:
                    raise Failure(f"differs from Lamina in {name} by {largest:.1e} of its largest number; at most"
                                  f" {TOLERANCE:g} is allowed")
                result["agreement"][peer.name] = largest
                say(f"Lamina and {peer.title} agree to {largest:.1e}")


@contextlib.contextmanager
def noted(result, what):
    """What fails inside is noted, and stops nothing else."""
    result["failed"].pop(what, None)
    try:
        yield
    except (Failure, ValueError) as e:
        note(result, what, e)


def note(result, what, reason):
    result["failed"][what] = str(reason)
    say(f"{what}: {reason}")


class Raw:
    """Everything measured of one task in one precision: seconds by round, and what came with them."""

    def __init__(self):
        self.ours, self.theirs, self.left_out, self.versions, self.failed = {}, {}, {}, {}, {}

    def add_ours(self, rows, missing):
        if missing:
            self.failed[Lamina.title] = "; ".join(f"{workload}: {reason}" for workload, reason in missing.items())
        for workload, row in rows.items():
            kept = self.ours.setdefault(workload, {"rounds": []})
            kept["rounds"].append(row["samples_seconds"])
            kept["row"] = {key: value for key, value in row.items() if key != "samples_seconds"}

    def add_theirs(self, peer, found):
        self.versions[peer] = found["versions"]
        for variant, numbers in found["variants"].items():
            kept = self.theirs.setdefault(peer, {}).setdefault(variant, {"rounds": []})
            kept["rounds"].append(numbers.pop("seconds"))
            kept.update(numbers)
        if found["left_out"]:
            self.left_out.setdefault(peer, {}).update(found["left_out"])


def measure(task, precision, rows, lamina, peers, rounds, watch):
    """The sides alternate, and the one that starts changes from round to round."""
    raw = Raw()
    workloads = list(dict.fromkeys(workload for row in rows for workload in row.workloads()))

    def ours():
        raw.add_ours(*watch.during(lambda: lamina.bench(workloads)))

    def theirs(peer):
        raw.add_theirs(peer.name, watch.during(lambda: peer.task(task, precision)))

    sides = [(Lamina.title, ours)] + [(peer.title, lambda peer=peer: theirs(peer)) for peer in peers]
    for round_ in range(rounds):
        say(f"{task}, {precision}, round {round_ + 1}")
        for title, side in sides if round_ % 2 == 0 else reversed(sides):
            try:
                side()
            except Failure as e:
                raw.failed[title] = str(e)
    return raw


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            text = file.read()
    except OSError:
        return {"model": platform.processor() or platform.machine()}
    field = lambda name: next(iter(re.findall(rf"^{name}\s*:\s*(.*)$", text, re.M)), None)
    has_lscpu = os.path.exists("/usr/bin/lscpu")
    caches = subprocess.check_output(["lscpu", "-B", "-C=NAME,ALL-SIZE", "--json"]) if has_lscpu else None
    return {"model": field("model name") or platform.machine(), "vendor": field("vendor_id"), "family": field("cpu family"),
            "number": field("model"), "mhz": field("cpu MHz"),
            "cache bytes": {c["name"]: int(c["all-size"]) for c in json.loads(caches)["caches"]} if caches else None}


def gpu():
    """Properties of the first GPU and its clocks as found; None where nvidia-smi is not."""
    names = ["name", "driver_version", "memory.total", "clocks.sm", "clocks.mem", "clocks.max.sm", "temperature.gpu",
             "power.draw"]
    try:
        values = subprocess.check_output(["nvidia-smi", "--id=0", "--query-gpu=" + ",".join(names), "--format=csv,noheader"],
                                         text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return dict(zip(names, (value.strip() for value in values.split(","))))


def parse(arguments):
    parser = argparse.ArgumentParser(prog="compare.sh")
    for name in ("--java", "--classpath", "--lamina", "--commit"):
        parser.add_argument(name, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--jax-python", default="", help=argparse.SUPPRESS)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: does it run?")
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--precision", choices=["fp32", "tf32"], help="both on a GPU if left out")
    parser.add_argument("--only", action="append", default=[], metavar="FORM",
                        help=forms.HELP + "; the variants of the peers, and rows of ours if it is the name of one")
    parser.add_argument("--budget", type=float, metavar="SECONDS",
                        help="what the whole may take: one round, shorter runs, and what is not done by then is left out")
    parser.add_argument("--task", action="append", choices=[*comparison.TASKS, "run"], help="all of them if left out")
    parser.add_argument("--add", action="store_true", help="keep what OUT.json has of the same commit and device")
    parser.add_argument("out", metavar="OUT.json", type=pathlib.Path)
    options = parser.parse_args(arguments)
    if options.out.suffix != ".json" or not options.out.absolute().parent.is_dir():
        parser.error(f"{options.out} must be a .json file in a folder that exists")
    if options.precision == "tf32" and options.device == "cpu":
        parser.error("tf32 needs a GPU")
    options.brief = options.budget is not None
    options.rounds = options.rounds or (1 if options.quick or options.brief else ROUNDS)
    return options


def main(arguments):
    options = parse(arguments)
    for name in PINNED:
        if os.environ.pop(name, None):
            say(f"{name} is left out of the environment")
    load = os.getloadavg()
    say(f"load average {load[0]:.2f} on {CORES} processors" + (", which is not quiet" if load[0] > 0.5 else ""))
    budget = Budget(options.budget)
    lamina = Lamina(options, budget)
    peers = [Peer("pytorch", sys.executable, options, budget)]
    if options.jax_python:
        peers.append(Peer("jax", options.jax_python, options, budget))
    gpu_before = gpu() if options.device == "cuda" else None
    result = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": options.commit, "device": options.device, "quick": options.quick, "brief": options.brief,
        "rounds": options.rounds,
        "machine": {"cpu": processor(), "cores": CORES, "system": f"{platform.system()} {platform.machine()}",
                    "gpu": gpu_before, "load_average_before": load},
        "versions": {}, "agreement": {}, "summary": {}, "ceilings": {}, "raw": {}, "left_out": {}, "disagreements": {},
        "failed": {},
    }
    if options.add and options.out.exists():
        carry_over(json.loads(options.out.read_text()), result)
    check_agreement(lamina, [peer for peer in peers if peer.name not in result["agreement"]], result)
    watch = Watch()
    tasks = options.task or [*comparison.TASKS, "run"]
    precisions = ("fp32", "tf32") if options.device == "cuda" else ("fp32",)
    for precision in [options.precision] if options.precision else precisions:
        rows = comparison.rows(options.device, options.quick, precision)
        for task in tasks:
            of_task = wanted([row for row in rows if row.task == task], options.only)
            if of_task:
                raw = measure(task, precision, of_task, lamina, peers, options.rounds, watch)
                add(result, task, precision, of_task, raw)
                write(options.out, result, lamina, watch)
    if "ceilings" in tasks:
        for peer in peers:
            with noted(result, f"ceilings, {peer.title}"):
                found = watch.during(lambda: peer.task("ceilings", "fp32"))
                result["ceilings"][peer.name] = {name: statistics.median(v["seconds"])
                                                 for name, v in found["variants"].items()}
    if "run" in tasks:
        with noted(result, "lamina run"):
            runs = watch.during(lambda: lamina.runs(2 if options.quick else RUNS))
            result["summary"]["lamina run"] = {"median_seconds": statistics.median(runs), "target_seconds": 3}
            result["raw"]["lamina run"] = {"lamina": runs}
    if options.device == "cuda":
        result["machine"]["gpu_after"] = gpu()
    text = write(options.out, result, lamina, watch)
    print(text)
    say(f"recorded in {options.out}")
    if result["disagreements"]:
        say(f"variants that differ from the others, and were not compared with: {result['disagreements']}")
    sys.exit(1 if result["disagreements"] or result["failed"] else 0)


def wanted(rows, only):
    """Rows that were asked for by name, or all where only variants of the peers were."""
    return [row for row in rows if only and forms.chosen(row.name, only)] or rows


def carry_over(before, result):
    """Tasks that were measured in an earlier call, where time was short, stay if they are of the same thing."""
    same = lambda document: (document["commit"], document["device"], document["quick"], table.device_name(document))
    if same(before) != same(result):
        sys.exit(f"compare: --add needs results of the same commit, device and size: {same(before)} are there, not {same(result)}")
    for key in ("versions", "agreement", "summary", "ceilings", "raw", "left_out", "disagreements", "failed"):
        result[key] = before.get(key, {})


def add(result, task, precision, rows, raw):
    """Adds the lines of a task, as far as our side has run."""
    name = f"{task}, {precision}"
    result["raw"][name] = {"lamina": raw.ours, **raw.theirs}
    for peer, versions in raw.versions.items():
        if result["versions"].setdefault(peer, versions) != versions:
            sys.exit(f"compare: --add needs results beside the same {NAMES[peer]}: {result['versions'][peer]} is there,"
                     f" not {versions}")
    for title in (Lamina.title, *NAMES.values()):
        result["failed"].pop(f"{name}, {title}", None)
    for title, reason in raw.failed.items():
        note(result, f"{name}, {title}", reason)
    if raw.left_out:
        result["left_out"][name] = raw.left_out
    for row in rows:
        if all(workload in raw.ours for workload in row.workloads()):
            result["summary"][row.name] = comparison.entry(row, precision, result["device"], raw.ours, raw.theirs)
    for peer, variants in raw.theirs.items():
        differing = comparison.disagreements(variants, task, precision)
        if differing:
            result["disagreements"][f"{name}, {NAMES[peer]}"] = differing


def write(file, result, lamina, watch):
    """The results so far, so that a run that is cut off leaves what it had; gives the text."""
    result["lamina"] = lamina.environment
    result["machine"]["processors_busy_with_others"] = watch.shares
    text = json.dumps(result, indent=1)
    # Samples of one list stay on one line.
    text = re.sub(r"\[\s+([-+0-9.e,\s]+?)\s+\]", lambda match: "[" + re.sub(r"\s+", " ", match[1]) + "]", text)
    file.write_text(text + "\n")
    lines = table.text(result)
    file.with_suffix(".txt").write_text(lines)
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
