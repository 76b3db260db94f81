"""Runs Lamina's benchmarks, PyTorch's and JAX's in turn, checks that all compute the same, and compares. Use compare.sh."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import comparison
import table
from comparison import NAMES

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


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


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

    def __init__(self, options):
        self.options = options
        self.java = [options.java, *JAVA_OPTIONS, f"-Dlamina.commit={options.commit}", "-cp", options.classpath]
        self.environment = {}

    def bench(self, workloads):
        """{workload: row of the JSON of `lamina bench`}"""
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "results.json")
            command = [*self.java, "dev.lamina.cli.Main", "bench", "--device", self.options.device, "--out", file, *workloads]
            # What did not succeed is missing from the results.
            subprocess.run(command + (["--quick"] if self.options.quick else []), stdout=sys.stderr)
            with open(file) as results:
                document = json.load(results)
        rows = document.pop("results")
        left_out = document.pop("left_out")
        self.environment = document
        for workload, reason in left_out.items():
            say(f"{workload} is left out: {reason}")
        return {row["name"]: row for row in rows}

    def agreement(self, case):
        return json.loads(output(*self.java, "dev.lamina.bench.AgreementCheck", self.options.device, "fp32", case))

    def runs(self, count):
        """Seconds of whole processes of `lamina run`, as a shell sees them."""
        seconds = []
        with tempfile.TemporaryDirectory() as folder:
            for i in range(count):
                start = time.perf_counter()
                subprocess.run([self.options.lamina, "run", "--device", self.options.device, "--out",
                                os.path.join(folder, f"run{i}")],
                               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                seconds.append(time.perf_counter() - start)
        return seconds


class Peer:
    """Their side: one of the scripts under peers."""

    def __init__(self, name, python, options):
        self.name, self.python, self.options = name, python, options

    def run(self, *arguments):
        return json.loads(output(self.python, str(PEERS / f"{self.name}_peer.py"), *arguments))

    def task(self, task, precision):
        arguments = [task, "--device", self.options.device, "--precision", precision]
        return self.run(*arguments, *(["--quick"] if self.options.quick else []))

    def agreement(self, case):
        return self.run("agree", case, "--device", self.options.device)


def check_agreement(lamina, peers):
    """All sides compute one small case; the largest relative deviation of each peer from us, or an exit."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, "case.npz")
        for peer in peers:
            theirs = peer.agreement(case)
            # Both ways of ours are held against the one of theirs.
            theirs |= {"loss_factored": theirs["loss"], "singular_values_direct": theirs["singular_values"]}
            found[peer.name] = comparison.largest_deviation(lamina.agreement(case), theirs)
            name, largest = found[peer.name]
            if not largest <= TOLERANCE:
                sys.exit(f"compare: Lamina and {NAMES[peer.name]} differ in {name} by {largest:.1e} of its largest number;"
                         f" at most {TOLERANCE:g} is allowed")
            say(f"Lamina and {NAMES[peer.name]} agree to {largest:.1e}")
    return {name: largest for name, (_, largest) in found.items()}


class Raw:
    """Everything measured of one task in one precision: seconds by round, and what came with them."""

    def __init__(self):
        self.ours, self.theirs, self.left_out = {}, {}, {}

    def add_ours(self, rows):
        for workload, row in rows.items():
            kept = self.ours.setdefault(workload, {"rounds": []})
            kept["rounds"].append(row["samples_seconds"])
            kept["row"] = {key: value for key, value in row.items() if key != "samples_seconds"}

    def add_theirs(self, peer, found):
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
        raw.add_ours(watch.during(lambda: lamina.bench(workloads)))

    def theirs(peer):
        raw.add_theirs(peer.name, watch.during(lambda: peer.task(task, precision)))

    sides = [ours] + [lambda peer=peer: theirs(peer) for peer in peers]
    for round_ in range(rounds):
        say(f"{task}, {precision}, round {round_ + 1}")
        for side in sides if round_ % 2 == 0 else reversed(sides):
            side()
    return raw


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            text = file.read()
    except OSError:
        return {"model": platform.processor() or platform.machine()}
    field = lambda name: next(iter(re.findall(rf"^{name}\s*:\s*(.*)$", text, re.M)), None)
    caches = output("lscpu", "-B", "-C=NAME,ALL-SIZE", "--json") if os.path.exists("/usr/bin/lscpu") else None
    return {"model": field("model name") or platform.machine(), "vendor": field("vendor_id"), "family": field("cpu family"),
            "number": field("model"), "mhz": field("cpu MHz"),
            "cache bytes": {c["name"]: int(c["all-size"]) for c in json.loads(caches)["caches"]} if caches else None}


def gpu():
    """Properties of the first GPU and its clocks as found; None where nvidia-smi is not."""
    names = ["name", "driver_version", "memory.total", "clocks.sm", "clocks.mem", "clocks.max.sm", "temperature.gpu",
             "power.draw"]
    try:
        values = output("nvidia-smi", "--id=0", "--query-gpu=" + ",".join(names), "--format=csv,noheader")
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
    parser.add_argument("--task", action="append", choices=[*comparison.TASKS, "run"], help="all of them if left out")
    parser.add_argument("--add", action="store_true", help="keep what OUT.json has of the same commit and device")
    parser.add_argument("out", metavar="OUT.json", type=pathlib.Path)
    options = parser.parse_args(arguments)
    if options.out.suffix != ".json" or not options.out.absolute().parent.is_dir():
        parser.error(f"{options.out} must be a .json file in a folder that exists")
    options.rounds = options.rounds or (1 if options.quick else ROUNDS)
    return options


def main(arguments):
    options = parse(arguments)
    for name in PINNED:
        if os.environ.pop(name, None):
            say(f"{name} is left out of the environment")
    load = os.getloadavg()
    say(f"load average {load[0]:.2f} on {CORES} processors" + (", which is not quiet" if load[0] > 0.5 else ""))
    lamina = Lamina(options)
    peers = [Peer("pytorch", sys.executable, options)]
    if options.jax_python:
        peers.append(Peer("jax", options.jax_python, options))
    gpu_before = gpu() if options.device == "cuda" else None
    result = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": options.commit, "device": options.device, "quick": options.quick, "rounds": options.rounds,
        "machine": {"cpu": processor(), "cores": CORES, "system": f"{platform.system()} {platform.machine()}",
                    "gpu": gpu_before, "load_average_before": load},
        "versions": {peer.name: peer.run("versions") for peer in peers},
        "agreement": check_agreement(lamina, peers),
        "summary": {}, "ceilings": {}, "raw": {}, "left_out": {}, "disagreements": {},
    }
    if options.add and options.out.exists():
        carry_over(json.loads(options.out.read_text()), result)
    watch = Watch()
    tasks = options.task or [*comparison.TASKS, "run"]
    for precision in ("fp32", "tf32") if options.device == "cuda" else ("fp32",):
        rows = comparison.rows(options.device, options.quick, precision)
        for task in tasks:
            of_task = [row for row in rows if row.task == task]
            if of_task:
                raw = measure(task, precision, of_task, lamina, peers, options.rounds, watch)
                add(result, task, precision, of_task, raw)
                write(options.out, result, lamina, watch)
    if "ceilings" in tasks:
        for peer in peers:
            found = watch.during(lambda: peer.task("ceilings", "fp32"))
            result["ceilings"][peer.name] = {name: statistics.median(v["seconds"]) for name, v in found["variants"].items()}
    if "run" in tasks:
        runs = watch.during(lambda: lamina.runs(2 if options.quick else RUNS))
        result["summary"]["lamina run"] = {"median_seconds": statistics.median(runs), "target_seconds": 3}
        result["raw"]["lamina run"] = {"lamina": runs}
    if options.device == "cuda":
        result["machine"]["gpu_after"] = gpu()
    text = write(options.out, result, lamina, watch)
    print(text)
    say(f"recorded in {options.out}")
    if result["disagreements"]:
        sys.exit(f"compare: variants that differ from the others, and were not compared with: {result['disagreements']}")


def carry_over(before, result):
    """Tasks that were measured in an earlier call, where time was short, stay if they are of the same thing."""
    same = lambda document: (document["commit"], document["device"], document["quick"], table.device_name(document))
    if same(before) != same(result):
        sys.exit(f"compare: --add needs results of the same commit, device and size: {same(before)} are there, not {same(result)}")
    for key in ("summary", "ceilings", "raw", "left_out", "disagreements"):
        result[key] = before[key]


def add(result, task, precision, rows, raw):
    """Adds the lines of a task, as far as our side has run."""
    name = f"{task}, {precision}"
    result["raw"][name] = {"lamina": raw.ours, **raw.theirs}
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
