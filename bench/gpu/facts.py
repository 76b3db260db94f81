"""What is known of the machine before anything is measured, and a client that keeps its GPU awake."""
import glob
import os
import pathlib
import platform
import re
import select
import subprocess
import sys

import commands

STATE = ["name", "driver_version", "persistence_mode", "compute_mode", "memory.total", "memory.used", "clocks.sm", "clocks.mem",
         "clocks.max.sm", "clocks.max.mem", "temperature.gpu", "power.draw", "power.limit"]
# A mount of NVIDIA's containers among them, which no loader's cache names.
DRIVER_FOLDERS = ["/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64",
                  "/usr/lib", "/usr/lib/wsl/lib", "/usr/local/cuda/compat"]
CUDA_LIBRARIES = re.compile(r"lib(cublas|cublasLt|cusolver|cusolverMg|cusparse|nvrtc|nvJitLink)\b.*\.so\.")
EMULATION = "CUBLAS_EMULATE_"
START_SECONDS = 20

# The driver shuts a GPU down that nobody uses, where persistence is off, and every start would take seconds.
HOLDER = """
import ctypes, sys, time
driver = ctypes.CDLL(sys.argv[1])
device, context = ctypes.c_int(), ctypes.c_void_p()
for code in (driver.cuInit(0), driver.cuDeviceGet(ctypes.byref(device), 0),
             driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), device)):
    if code:
        sys.exit(f"the driver answered {code}")
print("holding", flush=True)
time.sleep(3600)
"""


def printed(*command):
    """What a command prints within a few seconds; nothing where it is not there or fails."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20, check=True,
                              universal_newlines=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def gpu_state():
    """Some properties of the first GPU as found; none where nvidia-smi is not."""
    values = printed("nvidia-smi", "--id=0", "--query-gpu=" + ",".join(STATE), "--format=csv,noheader").strip()
    return dict(zip(STATE, (value.strip() for value in values.split(",")))) if values else {}


def driver_libraries():
    folders = DRIVER_FOLDERS + [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    return sorted({path for folder in folders for path in glob.glob(f"{glob.escape(folder)}/libcuda.so*")})


def cuda_libraries():
    """NVIDIA's libraries in Python's packages or, where there are none, in the toolkit's folders."""
    packages = printed(os.environ["PYTHON"], "-c", "import nvidia; print(*nvidia.__path__, sep='\\n')").splitlines()
    for patterns in [f"{package}/**/lib*.so.*" for package in packages], \
            ["/usr/local/cuda*/lib64/lib*.so.*", "/usr/local/cuda*/targets/*/lib/lib*.so.*"]:
        found = {os.path.realpath(path) for pattern in patterns for path in glob.glob(pattern, recursive=True)
                 if CUDA_LIBRARIES.match(os.path.basename(path))}
        if found:
            return sorted(found)
    return []


def processor():
    try:
        names = re.findall(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def gather():
    """Also takes switches out of our environment that would let cuBLAS emulate the arithmetic that is measured."""
    emulation = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(EMULATION)}
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": processor(), "processors": len(os.sched_getaffinity(0)), "python": platform.python_version(),
        "gpu": gpu_state(),
        "loader": [line.strip() for line in printed("ldconfig", "-p").splitlines()
                   if re.search("cuda|cublas|cusolver|nvrtc", line)],
        "driver_libraries": driver_libraries(),
        "cuda_libraries": cuda_libraries(),
        "emulation_switches_unset": emulation,
        "environment": {name: value for name, value in sorted(os.environ.items())
                        if re.match("CUDA_|NVIDIA_|LD_LIBRARY_PATH$|LAMINA_|SOFTCUDA_", name)},
    }


def read_ahead(libraries):
    """Reads 1.3 GB once into memory in the background, which a machine that has just started loads slowly."""
    return [commands.start(["cat", *libraries], subprocess.DEVNULL)] if libraries else []


def hold_gpu(libraries, state, log):
    """
    A process that uses the GPU for the whole time, and what there is to say of it.

    libraries: where libcuda lies, apart from where the loader looks
    """
    if "Exclusive" in state.get("compute_mode", ""):
        return [], "none: the GPU takes one process at a time"
    for library in ["libcuda.so.1", *libraries]:
        holder = commands.start([sys.executable, "-c", HOLDER, library], subprocess.PIPE)
        answers, _, _ = select.select([holder.stdout], [], [], START_SECONDS)
        answer = holder.stdout.readline().decode().strip() if answers else "nothing"
        if answer == "holding":
            return [holder], f"process {holder.pid} through {library}"
        commands.end(holder)
        log.write(f"no client of the GPU through {library}, which says: {answer}")
    return [], "none: no libcuda could be loaded"
