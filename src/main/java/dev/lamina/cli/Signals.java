package dev.lamina.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What this process does when it is asked to end: by Ctrl-C (SIGINT), SIGTERM or SIGHUP. The first such signal is
 * answered as the opener says, the second ends the process at once with exit code 130. Until closed; then all is as
 * before.
 *
 * <p>Java's own way, a shutdown hook, cannot tell a second signal and cannot choose the exit code. {@code
 * sun.misc.Signal} can, and is part of every Java's module {@code jdk.unsupported}; it is reached by reflection since a
 * compiler that takes warnings for errors refuses it by name. A signal that the process was told to ignore, by {@code
 * nohup} say, stays ignored.
 */
final class Signals implements AutoCloseable {

  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final AtomicInteger received = new AtomicInteger();
  private final Map<Object, Object> before = new LinkedHashMap<>();

  /** @param first called with the first signal's name, such as SIGTERM, by a thread of its own */
  Signals(Consumer<String> first) {
    try {
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType},
          (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
              answer(first, "SIG" + arguments[0].getClass().getMethod("getName").invoke(arguments[0]));
              yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "lamina's answer to signals";
          });
      for (String name : NAMES) {
        install(name, handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", e);
    }
  }

  private void answer(Consumer<String> first, String name) {
    if (received.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    first.accept(name);
  }

  private void install(String name, Object handler) throws ReflectiveOperationException {
    try {
      Object signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      before.put(signal, handle(signal, handler));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw e;
      }
      // This system has no such signal, or the JVM was told to leave it alone (-Xrs): its default stays.
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Method handle = signal.getClass().getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"));
    return handle.invoke(null, signal, handler);
  }

  @Override
  public void close() {
    try {
      for (Map.Entry<Object, Object> entry : new ArrayList<>(before.entrySet())) {
        handle(entry.getKey(), entry.getValue());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the answers to signals from before cannot be had back", e);
    }
  }
}
