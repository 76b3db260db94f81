package dev.lamina.device.cuda.library;

import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The driver and the libraries of one version of CUDA, as far as they are found. A file is taken only if the loader
 * will take it too, and if no call of Lamina's or of another library's would find a function missing.
 *
 * <p>A library that another one needs is looked for beside that one and where it points, then in all folders: releases
 * of one version do not mix freely.
 */
final class LibrarySet {

  /** Missing functions that a message names. */
  private static final int NAMED = 4;

  private final int major;
  private final List<Folder> folders;
  private final CalledSymbols symbols;

  /** By name, in loading order. */
  private final Map<String, Found> found = new LinkedHashMap<>();

  private final Set<String> underway = new HashSet<>();

  /** Why those are missing that Lamina needs. */
  private final Map<String, String> faults = new LinkedHashMap<>();

  private record Found(Library library, Elf elf) {}

  LibrarySet(int major, List<Folder> folders, CalledSymbols symbols) {
    this.major = major;
    this.folders = folders;
    this.symbols = symbols;
    // The driver first, so that a library which needs it gets the same one.
    find(CudaNames.DRIVER, List.of()).ifPresent(fault -> faults.put(CudaNames.DRIVER, fault));
    for (String name : CudaNames.of(major)) {
      find(name, List.of()).ifPresent(fault -> faults.put(name, fault));
    }
  }

  int major() {
    return major;
  }

  /** What was found, each before those that need it. */
  List<Library> libraries() {
    return found.values().stream().map(Found::library).toList();
  }

  Optional<String> driverFault() {
    return Optional.ofNullable(faults.get(CudaNames.DRIVER));
  }

  /** Why those are missing that are, apart from the driver. */
  List<String> libraryFaults() {
    return CudaNames.of(major).stream().filter(faults::containsKey).map(faults::get).toList();
  }

  boolean isComplete() {
    return libraryFaults().isEmpty();
  }

  /** Whether it is complete where the user pointed. */
  boolean isNamed() {
    return isComplete() && CudaNames.of(major).stream().allMatch(name -> found.get(name).library.origin().isNamed());
  }

  /**
   * Looks for a library, and for all that it needs.
   *
   * @param near folders to look in before all others
   * @return why it is missing, if it is
   */
  private Optional<String> find(String name, List<Folder> near) {
    if (found.containsKey(name) || !underway.add(name)) {
      return Optional.empty();
    }
    Set<String> refused = new LinkedHashSet<>();
    List<Folder> all = new ArrayList<>(near);
    all.addAll(folders);
    for (Folder folder : all) {
      Path file = folder.path().resolve(name);
      if (Files.isRegularFile(file)) {
        Map<String, Found> before = new LinkedHashMap<>(found);
        Optional<String> fault = take(name, file, folder);
        if (fault.isEmpty()) {
          underway.remove(name);
          return fault;
        }
        refused.add(fault.get());
        // What it brought along may not fit the next candidate.
        found.clear();
        found.putAll(before);
      }
    }
    underway.remove(name);
    return Optional.of(refused.isEmpty() ? name + " was not found" : String.join("; ", refused));
  }

  /** @return why the file does not fit, if it does not */
  private Optional<String> take(String name, Path file, Folder folder) {
    Elf elf;
    List<Folder> near;
    try {
      elf = Elf.read(file);
      near = near(file, elf, folder);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return Optional.of(message.contains(file.toString()) ? message : file + " cannot be read: " + message);
    }
    if (!elf.soname().equals(name)) {
      return Optional.of(file + " calls itself '" + elf.soname() + "'");
    }
    List<String> lacking = symbols.of(name).stream().filter(symbol -> !elf.defined().contains(symbol)).toList();
    if (!lacking.isEmpty()) {
      return Optional.of(file + " lacks " + some(lacking) + ", which Lamina calls");
    }
    for (String needed : elf.needed()) {
      // All other needs are the loader's affair.
      Optional<String> fault = CudaNames.isCuda(needed) ? need(file, elf, needed, near) : Optional.empty();
      if (fault.isPresent()) {
        return fault;
      }
    }
    if (name.startsWith("libnvrtc.")) {
      takeBuiltins(near);
    }
    put(name, file, folder, elf);
    return Optional.empty();
  }

  private Optional<String> need(Path file, Elf elf, String needed, List<Folder> near) {
    if (!CudaNames.fits(needed, major)) {
      return Optional.of(file + " is not of CUDA " + major + ": it needs " + needed);
    }
    Optional<String> fault = find(needed, near);
    if (fault.isPresent()) {
      return Optional.of(file + " needs " + needed + ": " + fault.get());
    }
    Found other = found.get(needed);
    if (other == null) {
      // They need each other: the other one is underway, and looks for this one.
      return Optional.empty();
    }
    List<String> lacking = elf.imported().getOrDefault(needed, Set.of()).stream()
        .filter(symbol -> !other.elf.defined().contains(symbol)).toList();
    return lacking.isEmpty() ? Optional.empty() : Optional.of(file + " needs " + some(lacking) + ", which "
        + other.library.file() + " lacks: they are of different releases");
  }

  /** The folders beside a file, and those that it points to. */
  private static List<Folder> near(Path file, Elf elf, Folder folder) throws IOException {
    Path real = file.toRealPath().getParent();
    Set<Path> paths = new LinkedHashSet<>(List.of(file.getParent(), real));
    for (String entry : elf.runPath()) {
      if (entry.matches("\\$(ORIGIN|\\{ORIGIN}).*")) {
        paths.add(Path.of(real + entry.replaceFirst("[^/]*", "")).normalize());
      }
    }
    return paths.stream().map(path -> new Folder(path, folder.origin(), true)).toList();
  }

  /** NVRTC opens its built-in functions by a bare name, which the loader finds only if they are loaded already. */
  private void takeBuiltins(List<Folder> near) {
    for (Folder folder : near) {
      for (Path file : Folders.list(folder.path(), "libnvrtc-builtins.so." + major + ".*")) {
        try {
          Elf elf = Elf.read(file);
          if (elf.soname().equals(file.getFileName().toString())) {
            put(elf.soname(), file, folder, elf);
          }
        } catch (IOException e) {
          // Not fatal here: NVRTC names the one that it wants when it compiles.
        }
      }
    }
  }

  private void put(String name, Path file, Folder folder, Elf elf) {
    found.putIfAbsent(name, new Found(new Library(name, file, version(name, file), folder.origin()), elf));
  }

  /** What follows {@code .so.} in the name of the real file. */
  private static String version(String name, Path file) {
    String real = name;
    try {
      real = file.toRealPath().getFileName().toString();
    } catch (IOException e) {
      // The link's name tells the major version at least.
    }
    String base = name.substring(0, name.indexOf(".so.") + 4);
    return (real.startsWith(base) ? real : name).substring(base.length());
  }

  private static String some(List<String> names) {
    String text = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED ? text : text + " and " + (names.size() - NAMED) + " more";
  }
}
