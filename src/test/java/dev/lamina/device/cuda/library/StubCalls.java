package dev.lamina.device.cuda.library;

import dev.lamina.device.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.nvrtc.JNvrtc;

/** A process of its own that loads libraries, since what is loaded stays. */
final class StubCalls {
  private static final int FAILED = 3;

  private StubCalls() {}

  public static void main(String[] arguments) throws Exception {
    try {
      switch (arguments[0]) {
        case "load" -> load();
        case "load-from" -> loadFrom(Path.of(arguments[1]));
        case "unchanged" -> loadUnchangedNatives(Path.of(arguments[1]));
        case "unchecked" -> loadUnchecked(Path.of(arguments[1]));
        default -> Class.forName(arguments[0]);
      }
    } catch (DeviceException e) {
      System.out.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  /** Loads in several threads at once, and calls a function of each library. */
  private static void load() throws InterruptedException {
    List<CudaLibraries> answers = new ArrayList<>();
    List<Thread> threads = Stream.generate(() -> new Thread(() -> {
      CudaLibraries loaded = CudaLibraries.load();
      synchronized (answers) {
        answers.add(loaded);
      }
    })).limit(4).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    CudaLibraries first = CudaLibraries.load();
    System.out.println("threads " + answers.stream().filter(answer -> answer == first).count());
    System.out.println("cuda " + first.major());
    int[] major = new int[1];
    int[] minor = new int[1];
    check(JNvrtc.nvrtcVersion(major, minor));
    System.out.println("nvrtc " + major[0] + "." + minor[0]);
    check(JCublas2.cublasGetVersion(new cublasHandle(), major));
    System.out.println("cublas " + major[0]);
    check(JCudaDriver.cuDriverGetVersion(minor));
    System.out.println("driver " + minor[0]);
    System.out.println("cusolver " + JCusolverDn.cusolverDnCreate(new cusolverDnHandle()));
    System.out.println("tmpdir " + System.getProperty("java.io.tmpdir"));
  }

  /** Loads from a file system below a root, so that none of the machine's own libraries is found. */
  private static void loadFrom(Path root) {
    DeviceException failure = LoadedLibraries.load(
        new Environment(Map.of(), root, List.of(), Environment.SUPPORTED)).failure();
    if (failure != null) {
      throw failure;
    }
    System.out.println("loaded");
  }

  private static void loadUnchangedNatives(Path folder) throws IOException {
    CudaLibraries.find().libraries().forEach(library -> System.load(library.file().toString()));
    for (String name : Natives.names()) {
      try {
        System.load(Files.write(folder.resolve(name), Natives.packaged(name)).toString());
        System.out.println("loaded " + name);
      } catch (UnsatisfiedLinkError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** What a missing function does to a JVM in which nobody checked. */
  private static void loadUnchecked(Path folder) throws IOException {
    for (String name : List.of("libcuda.so.1", "libnvrtc.so.12", "libcublasLt.so.12", "libcublas.so.12",
        "libnvJitLink.so.12", "libcusparse.so.12", "libcusolver.so.11", "libcusolverMg.so.11")) {
      System.load(folder.resolve(name).toString());
    }
    Natives.initialise(Natives.unpack(Environment.ofThisProcess(), 12));
    System.out.println("loaded");
    System.out.println("survived with " + JCublas2.cublasSetMathMode(new cublasHandle(), 0));
  }

  private static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException("status " + status);
    }
  }
}
