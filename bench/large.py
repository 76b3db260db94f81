#!/usr/bin/env python3
"""Measures an array that is larger than memory beside what cat takes to read it.

    bench/large.py FOLDER [--samples N] [--dimension D] [--memory SIZE] [--record FILE]

Makes FOLDER/x.npy (float32, 10 classes around random means) and FOLDER/labels.npy, unless they are there, with NumPy.
The disk's cache is emptied before each reading where that is allowed (root on Linux), and it is said whether it was.
"""
import argparse
import json
import os
import platform
import resource
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = 10
BLOCK = 50_000


def make(folder, samples, dimension):
    import numpy as np

    rng = np.random.default_rng(1)
    labels = rng.integers(0, CLASSES, samples)
    means = rng.normal(size=(CLASSES, dimension)).astype(np.float32)
    noise = rng.standard_normal((BLOCK, dimension), dtype=np.float32)
    with open(f"{folder}/x.npy", "wb") as out:
        np.lib.format.write_array_header_1_0(
            out, {"descr": "<f4", "fortran_order": False, "shape": (samples, dimension)})
        for start in range(0, samples, BLOCK):
            own = labels[start:start + BLOCK]
            rows = np.roll(noise, start // 7, axis=0)[:len(own)]
            out.write((rows * np.float32(0.3) + means[own]).tobytes())
    np.save(f"{folder}/labels.npy", labels)


def empty_cache():
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w") as caches:
            caches.write("3")
        return True
    except OSError:
        return False


def timed(command):
    cold = empty_cache()
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {"seconds": round(time.perf_counter() - start, 3), "cold": cold}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    arguments.add_argument("--samples", type=int, default=5_000_000)
    arguments.add_argument("--dimension", type=int, default=1024)
    arguments.add_argument("--memory", default="1g")
    arguments.add_argument("--record")
    given = arguments.parse_args()
    os.makedirs(given.folder, exist_ok=True)
    if not os.path.exists(f"{given.folder}/labels.npy"):
        make(given.folder, given.samples, given.dimension)
    lamina = f"{HERE}/../lamina"
    subprocess.run([lamina, "--version"], check=True, stdout=subprocess.DEVNULL)
    size = os.path.getsize(f"{given.folder}/x.npy")
    measure = [lamina, "measure", f"{given.folder}/x.npy", "--labels", f"{given.folder}/labels.npy", "--memory",
               given.memory, "--device", "cpu"]
    found = {"bytes": size, "memory": given.memory, "date": time.strftime("%Y-%m-%d"), "processors": os.cpu_count(),
             "machine": platform.processor() or platform.machine(),
             "commit": subprocess.run(["git", "-C", HERE, "rev-parse", "--short=12", "HEAD"], capture_output=True,
                                      text=True).stdout.strip()}
    found["cat"] = timed(["cat", f"{given.folder}/x.npy"])
    found["without_spectrum"] = timed(measure + ["--spectrum", "none"])
    found["largest_resident_bytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    found["with_spectrum"] = timed(measure)
    found["largest_resident_bytes_with_spectrum"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    found["rate_of_cat"] = round(2 * found["cat"]["seconds"] / found["without_spectrum"]["seconds"], 3)
    text = json.dumps(found, indent=1)
    print(text)
    if given.record:
        with open(given.record, "w") as record:
            record.write(text + "\n")


main()
