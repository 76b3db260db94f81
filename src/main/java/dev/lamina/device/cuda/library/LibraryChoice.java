package dev.lamina.device.cuda.library;

import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Library;
import dev.lamina.device.cuda.library.CudaLibraries.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which version of CUDA is taken. A complete one that the user named comes first; then 12, which JCuda's natives were
 * made for and which runs on older drivers too; then 13.
 */
final class LibraryChoice {

  /** The driver's major version from which on it runs a version of CUDA, by NVIDIA's release notes. */
  private static final int DRIVER_FOR_12 = 525;
  private static final int DRIVER_FOR_13 = 580;

  private final LibrarySet twelve;
  private final LibrarySet thirteen;
  private final List<Folder> folders;
  private final boolean bindNow;

  private LibraryChoice(Environment environment) {
    CalledSymbols symbols = new CalledSymbols();
    folders = SearchFolders.of(environment);
    twelve = new LibrarySet(12, folders, symbols);
    thirteen = new LibrarySet(13, folders, symbols);
    bindNow = !environment.variables().getOrDefault("LD_BIND_NOW", "").isEmpty();
  }

  static CudaLibraries of(Environment environment) {
    if (!environment.platform().equals(Environment.SUPPORTED)) {
      return new CudaLibraries(0, "none is looked for", List.of(), List.of(), List.of(new Problem(
          "CUDA is supported on " + Environment.SUPPORTED + " only, not on " + environment.platform(),
          "use --device cpu")));
    }
    return new LibraryChoice(environment).choose();
  }

  private CudaLibraries choose() {
    if (thirteen.isNamed() && !twelve.isNamed() && driverRuns(thirteen)) {
      return result(thirteen, "named by the environment");
    }
    if (twelve.isComplete()) {
      return result(twelve, thirteen.isComplete()
          ? "preferred to CUDA 13, which is complete too; LAMINA_CUDA_HOME chooses that one"
          : "complete");
    }
    if (thirteen.isComplete()) {
      return result(thirteen, "complete, while CUDA 12 is not");
    }
    LibrarySet nearer = thirteen.libraryFaults().size() < twelve.libraryFaults().size() ? thirteen : twelve;
    return result(nearer, "neither 12 nor 13 is complete");
  }

  private CudaLibraries result(LibrarySet set, String reason) {
    List<Problem> problems = new ArrayList<>();
    set.driverFault().ifPresent(fault -> problems.add(new Problem("no NVIDIA driver that fits: " + fault,
        "install or update NVIDIA's driver; a machine without an NVIDIA GPU computes with --device cpu")));
    boolean nothing = Stream.of(twelve, thirteen).allMatch(LibraryChoice::isEmpty);
    if (nothing) {
      problems.add(new Problem("NVRTC, cuBLAS and cuSOLVER of CUDA 12 or 13 were not found", remedy(set)));
    } else if (!set.isComplete()) {
      problems.add(new Problem("CUDA " + set.major() + " is not complete: " + String.join("; ", set.libraryFaults()),
          remedy(set)));
    }
    if (!driverRuns(set)) {
      problems.add(new Problem("the driver " + driverVersion(set).orElseThrow() + " is too old for CUDA " + set.major(),
          "update it to " + oldestDriver(set) + " or newer" + (set == thirteen ? ", or install CUDA 12" : "")));
    }
    if (bindNow && set.major() != CudaNames.LINKED) {
      // The natives name functions that only 12 has; lazy linking is what lets the others be used.
      problems.add(new Problem("LD_BIND_NOW is set, with which JCuda's natives do not load with CUDA " + set.major(),
          "unset it"));
    }
    return new CudaLibraries(nothing ? 0 : set.major(), reason, folders, set.libraries(), problems);
  }

  private static String remedy(LibrarySet set) {
    // The package of cuSOLVER brings cuBLAS. Those of CUDA 13 carry no number.
    String number = set.major() == 12 ? "-cu12" : "";
    return "install the CUDA " + set.major() + " toolkit, or 'pip install nvidia-cuda-nvrtc" + number
        + " nvidia-cusolver" + number + "', or set LAMINA_CUDA_HOME to the folder that has it";
  }

  /** Whether none of its libraries was found, fitting or not. */
  private static boolean isEmpty(LibrarySet set) {
    return set.libraryFaults().equals(CudaNames.of(set.major()).stream().map(name -> name + " was not found").toList());
  }

  private static boolean driverRuns(LibrarySet set) {
    return driverVersion(set).map(version -> Integer.parseInt(version.replaceFirst("\\..*", "")) >= oldestDriver(set))
        .orElse(true);
  }

  private static int oldestDriver(LibrarySet set) {
    return set.major() == 12 ? DRIVER_FOR_12 : DRIVER_FOR_13;
  }

  /** The driver's version, such as 550.54.14, if its file's name tells it. */
  private static Optional<String> driverVersion(LibrarySet set) {
    return set.libraries().stream().filter(library -> library.name().equals(CudaNames.DRIVER)).map(Library::version)
        .filter(version -> version.matches("[0-9]{3,5}\\..*")).findFirst();
  }
}
