"""Kernels that the kit has compiled ahead, put where Lamina looks for those of earlier runs, so that no time goes into compiling."""
import ctypes
import os
import pathlib
import shutil


class Kernels:
    """
    bundle: has the images in resources/kernels, and the version of NVRTC that made them, if it has any
    work: a folder for what nobody keeps, where the cache is if the environment names none
    """

    def __init__(self, bundle, work):
        os.environ.setdefault("XDG_CACHE_HOME", str(pathlib.Path(work) / "cache"))
        self.cache = pathlib.Path(os.environ["XDG_CACHE_HOME"]) / "lamina/kernels"
        self.cache.mkdir(parents=True, exist_ok=True)
        images = bundle / "resources/kernels"
        self.brought = sorted(images.glob("*.cubin"))
        self.version = (images / "nvrtc").read_text().strip() if self.brought else None
        for image in self.brought:
            if not (self.cache / image.name).exists():
                shutil.copy(image, self.cache)
        self.before = self.count()

    def count(self):
        return len(list(self.cache.glob("*.cubin")))

    def compiled(self):
        """How many have been compiled here."""
        return self.count() - self.before

    def use(self, cuda_libraries):
        """Whether what was brought is of use, in words: an image is found by the compiler's version, among others."""
        if not self.brought:
            return "none were brought: all are compiled here"
        here = [version(path) for path in cuda_libraries if "/libnvrtc.so." in path]
        verdict = "used" if self.version in here else "not used: all are compiled here"
        return (f"{len(self.brought)} of NVRTC {self.version} were brought, and this machine has "
                f"{', '.join(sorted({str(one) for one in here})) or 'none that was found'}: {verdict}")


def version(library):
    """Such as 13.0; None if the library does not load."""
    major, minor = ctypes.c_int(), ctypes.c_int()
    try:
        ctypes.CDLL(library).nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
    except (OSError, AttributeError):
        return None
    return f"{major.value}.{minor.value}"
