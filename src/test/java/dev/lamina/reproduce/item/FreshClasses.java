package dev.lamina.reproduce.item;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Loads the classes of Lamina once more, some of them from other bytes; those of libraries are shared. */
final class FreshClasses extends ClassLoader {

  private static final String OURS = "dev.lamina.";

  private final Map<String, byte[]> changed;

  FreshClasses(ClassLoader parent, Map<String, byte[]> changed) {
    super(parent);
    this.changed = Map.copyOf(changed);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    if (bytes == null) {
      try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (stream == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = stream.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
