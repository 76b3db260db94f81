"""Runs Lamina's benchmarks and PyTorch's in turn, checks that both compute the same, and compares. Use compare-cpu.sh."""
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

HOME = pathlib.Path(__file__).resolve().parent.parent
PEER = HOME / "bench" / "peers" / "pytorch_cpu.py"
JAVA = str(pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")) if "JAVA_HOME" in os.environ else "java"
CLASSPATH = os.pathsep.join(str(HOME / "target" / "bench" / part) for part in ("lamina.jar", "lib/*"))
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
TOLERANCE = 1e-4
# Settings that pin a library to another processor's kernels or shapes; a user's machine has none of them.
for pinned in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_ENABLE_INSTRUCTIONS", "MKL_CBWR", "ATEN_CPU_CAPABILITY",
               "ONEDNN_MAX_CPU_ISA"):
    if os.environ.pop(pinned, None):
        print(f"compare-cpu: {pinned} is left out of the environment", file=sys.stderr)
ROUNDS, RUNS = 3, 10
INACCURATE = "(inaccurate)"


def step_flops(inputs, width, hidden, classes, samples):
    """Forward, deltas of all layers but the input's, update: 2 m n k each."""
    sizes = [inputs] + hidden * [width] + [classes]
    products = [a * b for a, b in zip(sizes, sizes[1:])]
    return 2 * samples * (3 * sum(products) - products[0])


# name: JMH benchmark, its parameters, the peer's task and its key (None: the fastest variant), work, unit, target ratio
TASKS = {
    "step 1024 x 8, N = 1000": ("TrainingStepBenchmark.wide", {}, "wide", None, step_flops(1024, 1024, 7, 10, 1000), "flop", 1.0),
    "step 256 x 32, N = 256": ("TrainingStepBenchmark.deep", {}, "deep", None, step_flops(256, 256, 31, 10, 256), "flop", 1.1),
    "step 50 x 6, N = 30": ("TrainingStepBenchmark.theory", {}, "theory", None, step_flops(50, 50, 5, 3, 30), "flop", None),
    "moments 20000 x 1024": ("MomentsBenchmark.moments", {}, "moments", None, 20000 * 1024 * 4, "byte", 5.0),
    "class moments alone": ("MomentsBenchmark.classMoments", {}, None, None, 20000 * 1024 * 4, "byte", None),
    "all of FeatureMeter": ("MomentsBenchmark.featureMeter", {}, None, None, 20000 * 1024 * 4, "byte", None),
    "sgemm 1024": ("GemmCeilingBenchmark.sgemm", {"order": "1024"}, "gemm", "1024", 2 * 1024**3, "flop", None),
    "sgemm 256": ("GemmCeilingBenchmark.sgemm", {"order": "256"}, "gemm", "256", 2 * 256**3, "flop", None),
    # Every core copies 64 MiB: each byte is read and written.
    "copy": ("CopyCeilingBenchmark.copy", {}, None, None, CORES * 2 * (64 << 20), "byte", None),
}


def output(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HOME, **options).stdout


def busy():
    """Seconds that all processors together have worked, and those of our children; None where the system does not say."""
    try:
        fields = open("/proc/stat").readline().split()[1:]
    except OSError:
        return None
    ticks = sum(int(fields[i]) for i in (0, 1, 2, 5, 6, 7)) / os.sysconf("SC_CLK_TCK")
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ticks, children.ru_utime + children.ru_stime


class Watch:
    """How many processors others kept busy while ours was measured: a quiet machine has next to 0."""

    def __init__(self):
        self.shares = []

    def during(self, action):
        before, start = busy(), time.monotonic()
        result = action()
        if before:
            after = busy()
            foreign = (after[0] - before[0]) - (after[1] - before[1])
            self.shares.append(round(max(0.0, foreign / (time.monotonic() - start)), 3))
        return result


def jmh(benchmark, parameters, quick):
    """Seconds of one operation, for each iteration."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "jmh.json")
        command = [JAVA, "-cp", CLASSPATH, "org.openjdk.jmh.Main", f"dev.lamina.bench.{benchmark}$", "-f", "1", "-foe",
                   "true", "-v", "SILENT", "-rf", "json", "-rff", file]
        for name, value in parameters.items():
            command += ["-p", f"{name}={value}"]
        if quick:
            command += ["-wi", "2", "-i", "2"]
        subprocess.run(command, check=True, stdout=sys.stderr, cwd=HOME)
        (result,) = json.load(open(file))
    assert result["primaryMetric"]["scoreUnit"] == "us/op"
    return [value / 1e6 for values in result["primaryMetric"]["rawData"] for value in values], result


def peer(*arguments):
    return json.loads(output(sys.executable, str(PEER), *arguments))


def check_agreement():
    """Both sides compute one small case; the results, or an exit."""
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, "case.npz")
        theirs = peer("agree", case)
        ours = json.loads(output(JAVA, "-cp", CLASSPATH, "dev.lamina.bench.AgreementCheck", case))
    worst = 0.0
    for name, loss in theirs["loss"].items():
        worst = max(worst, deviation(f"loss, {name}", ours["loss"], loss))
    for name, numbers in theirs["moments"].items():
        for key, value in numbers.items():
            worst = max(worst, deviation(f"{key}, {name}", ours[key], value))
    return ours, theirs, worst


def deviation(what, ours, theirs):
    relative = abs(ours - theirs) / abs(theirs)
    if not relative <= TOLERANCE:
        sys.exit(f"compare-cpu: Lamina and PyTorch differ in {what}: {ours} and {theirs}")
    return relative


def time_runs(count):
    """Seconds of whole processes of `lamina run`, as a shell sees them."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(count):
            start = time.perf_counter()
            subprocess.run([str(HOME / "lamina"), "run", "--device", "cpu", "--out", os.path.join(folder, f"run{i}")],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - start)
    return seconds


def processor():
    try:
        text = open("/proc/cpuinfo").read()
    except OSError:
        return {"model": platform.processor() or platform.machine()}
    field = lambda name: next(iter(re.findall(rf"^{name}\s*:\s*(.*)$", text, re.M)), None)
    caches = output("lscpu", "-B", "-C=NAME,ALL-SIZE", "--json") if os.path.exists("/usr/bin/lscpu") else None
    return {"model": field("model name") or platform.machine(), "vendor": field("vendor_id"),
            "family": field("cpu family"), "number": field("model"), "mhz": field("cpu MHz"),
            "cache bytes": {c["name"]: int(c["all-size"]) for c in json.loads(caches)["caches"]} if caches else None}


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def measure(quick, watch):
    """Raw seconds: {task: {"lamina": [...], "pytorch": {variant: [...]}}}, sides alternating."""
    raw = {name: {"lamina": [], "pytorch": {}} for name in TASKS}
    tool = {}
    for round_ in range(1 if quick else ROUNDS):
        for name, (benchmark, parameters, task, key, *_) in TASKS.items():
            def ours():
                seconds, result = watch.during(lambda: jmh(benchmark, parameters, quick))
                raw[name]["lamina"].append(seconds)
                tool.update(jmh=result["jmhVersion"], jvm=f"{result['vmName']} {result['vmVersion']}")

            def theirs():
                found = watch.during(lambda: peer(task, *(["--quick"] if quick else [])))
                for variant, seconds in found.items():
                    if key in (None, variant):
                        raw[name]["pytorch"].setdefault(variant, []).append(seconds)

            sides = [ours, theirs] if task else [ours]
            for side in sides if round_ % 2 == 0 else reversed(sides):
                side()
            print(f"compare-cpu: round {round_ + 1}: {name}", file=sys.stderr)
    return raw, tool


def pooled(rounds):
    return [seconds for samples in rounds for seconds in samples]


def summarise(raw):
    """Medians of all samples of all rounds, the work done in a second, and how many times as fast as PyTorch."""
    summary = {}
    for name, (_, _, task, _, work, unit, target) in TASKS.items():
        ours = pooled(raw[name]["lamina"])
        entry = {"median_seconds": statistics.median(ours), "best_seconds": min(ours), "work": work, "unit": unit,
                 "per_second": work / statistics.median(ours)}
        if task:
            medians = {v: statistics.median(pooled(rounds)) for v, rounds in raw[name]["pytorch"].items()}
            fair = {v: m for v, m in medians.items() if INACCURATE not in v}
            autograd = {v: m for v, m in fair.items() if v != "by hand"}
            fastest = min(autograd, key=autograd.get)
            theirs = pooled(raw[name]["pytorch"][fastest])
            entry["pytorch"] = {"variant": fastest, "median_seconds": autograd[fastest], "best_seconds": min(theirs),
                                "per_second": work / autograd[fastest], "median_seconds_of_all": medians}
            entry["ratio"] = autograd[fastest] / entry["median_seconds"]
            entry["ratio_of_best"] = min(theirs) / min(ours)
            entry["target_ratio"] = target
            entry["ratio_to_others"] = {v: m / entry["median_seconds"] for v, m in medians.items() if v != fastest}
        summary[name] = entry
    return summary


def time_text(seconds):
    return f"{seconds * 1e6:.4g} us" if seconds < 1e-3 else f"{seconds * 1e3:.4g} ms" if seconds < 1 else f"{seconds:.4g} s"


def verdict(met):
    return "met" if met else "MISSED"


def print_table(summary, runs):
    row = "{:<24} {:>11} {:>13} {:>11} {:>13} {:>7} {:>7}  {}"
    print(row.format("", "Lamina", "", "PyTorch", "", "ratio", "best", "target"))
    for name, entry in summary.items():
        rate = lambda value: f"{value / 1e9:.1f} G{entry['unit']}/s"
        theirs = entry.get("pytorch")
        target = entry.get("target_ratio")
        print(row.format(name, time_text(entry["median_seconds"]), rate(entry["per_second"]),
                         time_text(theirs["median_seconds"]) if theirs else "", rate(theirs["per_second"]) if theirs else "",
                         f"{entry['ratio']:.2f}" if theirs else "", f"{entry['ratio_of_best']:.2f}" if theirs else "",
                         f">= {target}: {verdict(entry['ratio'] >= target)}" if target else ""))
        if theirs and len(theirs["median_seconds_of_all"]) > 1:
            print(f"    the fastest is '{theirs['variant']}'; against '"
                  + ", '".join(f"{variant}' {ratio:.2f}" for variant, ratio in entry["ratio_to_others"].items()))
    median = statistics.median(runs)
    print(row.format("lamina run, whole process", time_text(median), "", "", "", "", "", f"< 3 s: {verdict(median < 3)}"))


def main(quick):
    load = os.getloadavg()
    print(f"compare-cpu: load average {load[0]:.2f} on {CORES} processors" +
          (", which is not quiet" if load[0] > 0.5 else ""), file=sys.stderr)
    ours, theirs, worst = check_agreement()
    print(f"compare-cpu: both sides agree to {worst:.1e}", file=sys.stderr)
    watch = Watch()
    raw, tool = measure(quick, watch)
    runs = watch.during(lambda: time_runs(2 if quick else RUNS))
    summary = summarise(raw)
    print_table(summary, runs)
    if watch.shares:
        print(f"processors that others kept busy: {statistics.mean(watch.shares):.2f} on average, {max(watch.shares):.2f} at most")
    if quick:
        print("a quick look: nothing was recorded")
        return
    cpu = processor()
    date = datetime.datetime.now(datetime.timezone.utc)
    changed = output("git", "status", "--porcelain", "--untracked-files=no", "--", "src", "pom.xml", "bench/java", "bench/peers")
    result = {
        "date": date.isoformat(timespec="seconds"),
        "commit": output("git", "rev-parse", "HEAD").strip() + (" with changes" if changed else ""),
        "machine": {"cpu": cpu, "cores": CORES, "system": f"{platform.system()} {platform.machine()}",
                    "load_average_before": load, "processors_busy_with_others": watch.shares},
        "versions": {"java": ours["java"], **tool, "lamina_device": ours["versions"], **peer("versions")},
        "agreement": {"lamina": {key: ours[key] for key in ("loss", "compression", "discrimination")}, "pytorch": theirs,
                      "largest_relative_deviation": worst},
        "summary": {**summary, "lamina run": {"median_seconds": statistics.median(runs), "target_seconds": 3}},
        "raw_seconds": {**raw, "lamina run": {"lamina": runs}},
    }
    # Machines of a cloud may all call themselves the same; their family tells them apart.
    name = cpu["model"] + (f" family {cpu['family']}" if cpu.get("family") else "")
    file = HOME / "bench" / "results" / f"cpu-{slug(name)}-{CORES}-cores-{date:%Y-%m-%d}.json"
    file.parent.mkdir(exist_ok=True)
    text = json.dumps(result, indent=1)
    # Samples of one list stay on one line.
    text = re.sub(r"\[\s+([-+0-9.e,\s]+?)\s+\]", lambda match: "[" + re.sub(r"\s+", " ", match[1]) + "]", text)
    file.write_text(text + "\n")
    print(f"recorded in {file.relative_to(HOME)}")


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
