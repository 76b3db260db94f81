"""The tables of recorded comparisons: as text, in docs/speed.md, and a few rows of them in the README.

    python3 bench/table.py            writes both tables anew, from the newest results of each device
    python3 bench/table.py --check    fails if one of them says anything else
    python3 bench/table.py FILE.json  prints one comparison as text
"""
import json
import os
import pathlib
import re
import sys

HOME = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- made by bench/table.py: begin -->", "<!-- made by bench/table.py: end -->"
PEERS = {"pytorch": "PyTorch", "jax": "JAX"}
# The last row of a comparison of all tasks.
WHOLE = "lamina run"
# The rows that the README has: measuring; training by either manner, one network and many; decomposing; and all of it.
HEADLINES = ["moments, traces, C and D of 65536 x 4096 features", "step, 8 layers of 1024, N = 1000, layer by layer",
             "step, 8 layers of 1024, N = 1000, factored", "step of 1024 theory networks, layer by layer",
             "step of 1024 theory networks, factored", "singular values, 8192 x 2048, by the Gram matrix", WHOLE]

DEVICES = {"cpu": "On the CPU", "cuda": "On a GPU"}


def time_text(seconds):
    scale, unit = (1e6, "us") if seconds < 1e-3 else (1e3, "ms") if seconds < 1 else (1, "s")
    return f"{number(seconds * scale)} {unit}"


def number(value):
    """Three digits, without a power of ten."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def gib(count):
    return f"{count / 2**30:.2f} GiB"


def rate_text(value, unit):
    for prefix, scale in (("T", 1e12), ("G", 1e9), ("M", 1e6)):
        if value >= scale:
            return f"{number(value / scale)} {prefix}{unit}/s"
    return f"{number(value)} {unit}/s"


def default_form(peer):
    """The variant that is written down first: the one that the framework's own examples have."""
    return next((name for name in peer.get("median_seconds_of_all", {}) if "inaccurate" not in name), None)


def ratio_of(entry, peer, variant):
    return peer["median_seconds_of_all"][variant] / entry["median_seconds"]


def targets(entry):
    """(what is asked, what was found, whether that is enough or None) of each target."""
    if "target_seconds" in entry:
        return [(f"< {entry['target_seconds']} s", time_text(entry["median_seconds"]),
                 entry["median_seconds"] < entry["target_seconds"])]
    # Results of before there were several targets have one, against the fastest form with autograd.
    if entry.get("target_ratio"):
        return [(f">= {entry['target_ratio']:g}x", number(entry["ratio"]), entry["ratio"] >= entry["target_ratio"])]
    return [(target["target"], "not measured" if target["found"] is None else found_text(target), target["met"])
            for target in entry.get("targets", [])]


def found_text(target):
    share = "ceiling" in target["target"] or "adds" in target["target"]
    return f"{number(100 * target['found'])} %" if share else f"{number(target['found'])}x"


def verdict(met):
    return "not measured" if met is None else "met" if met else "MISSED"


def text(result):
    """One comparison for a terminal."""
    lines = [heading(result)]
    for name, entry in result["summary"].items():
        if "per_second" not in entry:
            lines.append(f"{name:<66} {time_text(entry['median_seconds']):>9}")
        else:
            ceiling = entry.get("ceiling_per_second")
            share = f"{100 * entry['per_second'] / ceiling:.1f} % of {rate_text(ceiling, entry['unit'])}" if ceiling else ""
            rate = rate_text(entry["per_second"], entry["unit"])
            lines.append(f"{name:<66} {time_text(entry['median_seconds']):>9}  {rate:>14}  {share}".rstrip())
        if "member_steps_per_second" in entry:
            lines.append(f"    {'of all members together':<62} {entry['member_steps_per_second']:,.0f} member steps a second")
        for key, title in PEERS.items():
            peer = entry.get(key, {})
            for variant, seconds in peer.get("median_seconds_of_all", {}).items():
                mark = "  (fastest)" if variant == peer["variant"] else ""
                scaled = f"  ({peer['scaled'][variant]})" if variant in peer.get("scaled", {}) else ""
                memory = f"  {gib(peer['peak_bytes'][variant])}" if variant in peer.get("peak_bytes", {}) else ""
                ratio = f"x {ratio_of(entry, peer, variant):<8.3g}"
                lines.append(f"    {title + ', ' + variant:<62} {time_text(seconds):>9}  {ratio}{memory}{scaled}{mark}".rstrip())
            for variant, share in peer.get("overheads", {}).items():
                lines.append(f"    {title + ', ' + variant:<62} adds {100 * share:.1f} %")
        if "peak_bytes" in entry.get("pytorch", {}):
            lines.append(f"    {'planned by Lamina':<62} {gib(entry['device_bytes'])}")
        for asked, found, met in targets(entry):
            lines.append(f"    target {asked}: {found}, {verdict(met)}" if met is not None else f"    target {asked}: {found}")
    for task, peers in result.get("left_out", {}).items():
        for key, variants in peers.items():
            lines += [f"left out: {task}, {PEERS[key]}, {variant}: {reason}" for variant, reason in variants.items()]
    lines += [f"FAILED: {what}: {reason}" for what, reason in result.get("failed", {}).items()]
    shares = result["machine"]["processors_busy_with_others"]
    if shares:
        lines.append(f"processors that others kept busy: {sum(shares) / len(shares):.2f} on average, {max(shares):.2f} at most")
    if result.get("quick"):
        lines.append("a quick look: these numbers say that everything runs, not how fast")
    if result.get("brief"):
        lines.append("a brief look: one round of short runs")
    return "\n".join(lines) + "\n"


def heading(result):
    machine, versions = result["machine"], result["versions"]
    where = device_name(result)
    modules = {"pytorch": "torch", "jax": "jax"}
    # Results of before there was JAX have PyTorch's versions among the others.
    frameworks = [f"PyTorch {versions['torch']}"] if "torch" in versions else \
        [f"{title} {versions[key][modules[key]]}" for key, title in PEERS.items() if key in versions]
    return f"{where}, {machine['cores']} cores, {result['date'][:10]}, beside {' and '.join(frameworks) or 'nobody'}"


def device_name(result):
    machine = result["machine"]
    if machine.get("gpu"):
        return f"{machine['gpu']['name']}, driver {machine['gpu']['driver_version']}"
    cpu = machine["cpu"]
    return cpu["model"] + (f" of family {cpu['family']}" if cpu.get("family") else "")


def links(folder, files):
    """The results' files, as seen from a document of that folder."""
    return ", ".join(f"[results]({os.path.relpath(file, HOME / folder)})" for file in files)


def shown(result):
    """(name, entry) of the rows that something is compared with or asked of; others are left to the files."""
    return [(name, entry) for name, entry in result["summary"].items()
            if targets(entry) or any(key in entry for key in PEERS)]


def cell(entry, peer, form):
    """What a peer's form took, and how many times as long as ours that is."""
    return [f"{time_text(peer['median_seconds_of_all'][form])} ({form})", number(ratio_of(entry, peer, form))] \
        if form else ["", ""]


def markdown(result, files):
    """One comparison for docs/speed.md."""
    present = [key for key in PEERS if any(key in entry for entry in result["summary"].values())]
    lines = [f"**{DEVICES[result.get('device', 'cpu')]}**: {heading(result)}, medians ({links('docs', files)}).", ""]
    head = ["work", "Lamina"]
    for key in present:
        head += ["PyTorch, default form", "ratio", "PyTorch, fastest form found", "ratio"] if key == "pytorch" else \
            [f"{PEERS[key]}, fastest form found", "ratio"]
    lines += [row(head + ["target"]), row(["---"] * (len(head) + 1))]
    for name, entry in shown(result):
        cells = [name, time_text(entry["median_seconds"])]
        for key in present:
            peer = entry.get(key, {})
            forms = [default_form(peer), peer.get("variant")] if key == "pytorch" else [peer.get("variant")]
            for form in forms:
                cells += cell(entry, peer, form)
        cells.append("; ".join(
            what if met is None else f"{what}: {found}, {verdict(met)}" for what, found, met in targets(entry)))
        lines.append(row(cells))
    return "\n".join(lines) + "\n"


def headlines(result, files):
    """The rows of one comparison that the README has, beside PyTorch alone."""
    lines = [f"**{DEVICES[result.get('device', 'cpu')]}**: {heading(result)}, medians ({links('.', files)}).", "",
             row(["work", "Lamina", "PyTorch, default form", "ratio", "PyTorch, fastest form found", "ratio"]),
             row(["---"] * 6)]
    for name, entry in shown(result):
        if name in HEADLINES:
            peer = entry.get("pytorch", {})
            lines.append(row([name, time_text(entry["median_seconds"])] + cell(entry, peer, default_form(peer))
                             + cell(entry, peer, peer.get("variant"))))
    return "\n".join(lines) + "\n"


def row(cells):
    return re.sub(" +", " ", "| " + " | ".join(cells) + " |")


def newest(folder):
    """
    The newest whole comparison of each device that is not a quick look, with its files. Rows that a later comparison of
    some tasks only has measured on the same machine take the place of its own.
    """
    found = {}
    results = [(json.loads(file.read_text()), file) for file in sorted(folder.glob("*.json"))]
    results = [(result, file) for result, file in results if "summary" in result and not result.get("quick")]
    for result, file in sorted(results, key=lambda pair: pair[0]["date"]):
        device = result.get("device", "cpu")
        if WHOLE in result["summary"]:
            found[device] = (result, [file])
        elif device in found and device_name(found[device][0]) == device_name(result):
            whole, files = found[device]
            found[device] = ({**whole, "summary": {**whole["summary"], **result["summary"]}}, files + [file])
    return [found[device] for device in DEVICES if device in found]


def with_table(name, text, tables):
    """A document's text with these tables between the markers."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"table: {name} needs the two lines '{BEGIN}' and '{END}', between which the table stands")
    return f"{before}{BEGIN}\n\n{chr(10).join(tables)}\n{END}{after}"


def main(arguments):
    if arguments and arguments != ["--check"]:
        print(text(json.loads(pathlib.Path(arguments[0]).read_text())), end="")
        return
    comparisons = newest(HOME / "bench" / "results")
    for name, table in (("README.md", headlines), ("docs/speed.md", markdown)):
        now = (HOME / name).read_text()
        wanted = with_table(name, now, [table(*comparison) for comparison in comparisons])
        if arguments and now != wanted:
            raise SystemExit(f"table: {name}'s table is not that of bench/results; run python3 bench/table.py")
        if now != wanted:
            (HOME / name).write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
