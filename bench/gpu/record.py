"""Tries a bundle on this machine's GPU, item by item, and records what was found. Use record.sh."""
import argparse
import datetime
import os
import pathlib
import signal
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import commands
import facts
import part_first
import part_ours
import part_peers
import part_right
import part_sanitizer
from kernels import Kernels
from kit import Kit, make_references
from ledger import Ledger, Log

PARTS = {"ours": part_ours.ITEMS, "right": part_right.ITEMS, "peers": part_peers.ITEMS, "sanitizer": part_sanitizer.ITEMS}
SECONDS = {"ours": 240, "right": 235, "peers": 165, "sanitizer": 260}


def parse(arguments):
    parser = argparse.ArgumentParser(prog="record.sh")
    parser.add_argument("--part", action="append", choices=[*PARTS, "all"], help="all of them if left out")
    parser.add_argument("--seconds", type=float, metavar="N", help="what the whole may take; else "
                        + ", ".join(f"{seconds} for {part}" for part, seconds in SECONDS.items()))
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda", help="cpu tries the script itself")
    parser.add_argument("--small", action="store_true", help="sizes for a device that is no GPU")
    parser.add_argument("--references", type=pathlib.Path, metavar="FOLDER",
                        help="write there what the CPU computes, for the bundle's resources/reference, and do nothing else")
    parser.add_argument("out", nargs="?", metavar="OUT", type=pathlib.Path, help="the folder of the record")
    options = parser.parse_args(arguments)
    if (options.out is None) == (options.references is None):
        parser.error("either OUT or --references is needed")
    chosen = options.part or ["all"]
    options.parts = [part for part in PARTS if part in chosen or "all" in chosen]
    options.seconds = options.seconds or sum(SECONDS[part] for part in options.parts)
    # Neither the CPU nor the software CUDA device has the speed that the sizes of a GPU are for.
    options.small = options.small or options.device == "cpu" or bool(os.environ.get("LAMINA_SOFTCUDA"))
    return options


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


class Recording:
    """One call: the items, the time that they have, and where the results go."""

    def __init__(self, options, kit):
        self.end = time.monotonic() + options.seconds
        self.kit, self.kernels = kit, Kernels(kit.bundle, kit.work)
        self.log = Log(options.out / "record.log")
        self.ledger = Ledger(options.out, {
            "begun": now(), "finished": None, "commit": kit.commit, "device": kit.device, "device_name": "not yet known",
            "parts": options.parts, "small": kit.small, "seconds_allowed": options.seconds, "facts": {}})

    def do(self, part, items):
        """Whether all of them passed."""
        passed = True
        for item in items:
            found = item.attempt(self.kit, self.log, self.end - time.monotonic())
            self.ledger.add({"part": part, **found, "estimate": item.estimate})
            passed &= found["verdict"] == "pass"
            print(f"{found['verdict']:<8} {item.name}", file=sys.stderr, flush=True)
        return passed

    def skip(self, part, items, why):
        for item in items:
            self.ledger.add({"part": part, "name": item.name, "verdict": "skipped", "seconds": 0.0, "note": why, "figures": {},
                             "estimate": item.estimate})

    def facts(self):
        """Gives the processes in the background."""
        found = facts.gather()
        background = facts.read_ahead(found["cuda_libraries"])
        holders = []
        if self.kit.device == "cuda":
            holders, found["holder"] = facts.hold_gpu(found["driver_libraries"], found["gpu"], self.log)
        self.kit.gpu_before = facts.gpu_state()
        found["kernels"] = self.kernels.use(found["cuda_libraries"])
        print(f"kernels: {found['kernels']}", file=sys.stderr, flush=True)
        self.log.write(facts.printed("nvidia-smi"))
        self.ledger.head["facts"] = found
        self.ledger.write()
        return background + holders

    def items(self, parts):
        if self.do("first", [part_first.DOCTOR]):
            self.ledger.head["device_name"] = self.ledger.items[-1]["note"]
        if self.do("first", part_first.SMOKE):
            for part in parts:
                self.do(part, PARTS[part])
        else:
            steps = facts.printed(*map(str, self.kit.java(part_first.DIAGNOSIS))).split()
            self.do("diagnosis", part_first.diagnosis(steps))
            for part in parts:
                self.skip(part, PARTS[part], "the smoke run failed")


def stop(signal_number, frame):
    sys.exit(f"record: ended by signal {signal_number}; what was done is recorded")


def main(arguments):
    options = parse(arguments)
    signal.signal(signal.SIGTERM, stop)
    with tempfile.TemporaryDirectory() as work:
        kit = Kit(options.device, options.small, work)
        if options.references:
            make_references(kit, Log(kit.work / "log"), options.references)
            return
        options.out.mkdir(parents=True, exist_ok=True)
        kit.out = options.out.resolve()
        recording = Recording(options, kit)
        background = []
        try:
            background = recording.facts()
            recording.items(options.parts)
            recording.ledger.head["finished"] = now()
            recording.ledger.head["kernels_compiled"] = recording.kernels.compiled()
            recording.ledger.write()
        finally:
            for process in background:
                commands.end(process)
    print(recording.ledger.table(), end="")
    sys.exit(1 if recording.ledger.failed() else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
