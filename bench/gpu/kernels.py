"""Kernels that the kit has compiled ahead, put where Lamina looks for those of earlier runs: no time goes into compiling."""
import ctypes
import os
import pathlib
import tarfile


class Kernels:
    """
    bundle: has the images in resources/kernels.tar.xz, with a file `nvrtc`, the version that made them, if it has any
    work: a folder for what nobody keeps, where the cache is if the environment names none
    """

    def __init__(self, bundle, work):
        os.environ.setdefault("XDG_CACHE_HOME", str(pathlib.Path(work) / "cache"))
        self.cache = pathlib.Path(os.environ["XDG_CACHE_HOME"]) / "lamina/kernels"
        self.cache.mkdir(parents=True, exist_ok=True)
        self.brought, self.version, self.problem = 0, None, None
        archive = bundle / "resources/kernels.tar.xz"
        if archive.exists():
            try:
                self.unpack(archive)
            except (OSError, tarfile.TarError) as error:
                self.problem = error
        self.before = self.count()

    def unpack(self, archive):
        with tarfile.open(archive, "r:xz") as images:
            for member in images:
                name, content = pathlib.Path(member.name).name, images.extractfile(member)
                if name == "nvrtc":
                    self.version = content.read().decode().strip()
                elif name.endswith(".cubin"):
                    self.brought += 1
                    if not (self.cache / name).exists():
                        (self.cache / name).write_bytes(content.read())

    def count(self):
        return len(list(self.cache.glob("*.cubin")))

    def compiled(self):
        """How many have been compiled here."""
        return self.count() - self.before

    def use(self, cuda_libraries):
        """Whether what was brought is of use, in words: an image is found by the compiler's version, among others."""
        if self.problem:
            return f"those that were brought cannot be unpacked ({self.problem}): all are compiled here"
        if not self.brought:
            return "none were brought: all are compiled here"
        here = [version(path) for path in cuda_libraries if "/libnvrtc.so." in path]
        verdict = "used" if self.version in here else "not used: all are compiled here"
        return (f"{self.brought} of NVRTC {self.version} were brought, and this machine has "
                f"{', '.join(sorted({str(one) for one in here})) or 'none that was found'}: {verdict}")


def version(library):
    """Such as 13.0; None if the library does not load."""
    major, minor = ctypes.c_int(), ctypes.c_int()
    try:
        ctypes.CDLL(library).nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
    except (OSError, AttributeError):
        return None
    return f"{major.value}.{minor.value}"
