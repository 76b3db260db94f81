package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads NumPy's {@code .npz}: a zip archive, stored or deflated, of {@code .npy} entries, in the archive's order. Other
 * entries are left alone. Every array's checksum is verified.
 */
public final class NpzReader implements ArrayFile {
  private static final String EXPECTED = "an archive written by numpy.savez (.npz)";
  private static final String SUFFIX = ".npy";

  /** Deflate cannot shrink by more than this: an entry that claims so is damaged, and must not be allocated for. */
  private static final long LARGEST_RATIO = 1040;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;

  private NpzReader(Path file, ZipFile zip, Map<String, ZipEntry> entries) {
    this.file = file;
    this.zip = zip;
    this.entries = entries;
  }

  /**
   * Reads all arrays.
   *
   * @throws DataException if the file is missing, truncated or no such archive, or an array cannot be read
   */
  public static List<Tensor> read(Path file) {
    try (NpzReader reader = open(file)) {
      return reader.readAll();
    }
  }

  /**
   * Opens an archive and reads its directory.
   *
   * @throws DataException if the file is missing, truncated or not an archive that holds a {@code .npy} entry
   */
  public static NpzReader open(Path file) {
    InputFile.size(file, EXPECTED);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
    try {
      return new NpzReader(file, zip, entries(file, zip));
    } catch (DataException e) {
      close(zip, file);
      throw e;
    }
  }

  private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!entry.getName().endsWith(SUFFIX)) {
        others.add(entry.getName());
        continue;
      }
      String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
      if (entries.put(name, entry) != null) {
        throw new DataException(
            file.toString(), "the array '" + name + "' occurs twice", "one array of each name", "save the file again");
      }
    }
    if (entries.isEmpty()) {
      throw new DataException(
          file.toString(), others.isEmpty() ? "the archive is empty" : "none of its " + others.size()
              + " entries is an array (.npy): the first, '" + others.get(0) + "', is not",
          EXPECTED, "check that the export wrote its arrays");
    }
    return entries;
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** An entry that does not claim more than it can hold. */
  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw ArrayName.missing(file, name, names());
    }
    if (entry.getSize() / LARGEST_RATIO > entry.getCompressedSize() + 1) {
      throw new DataException(
          ArrayName.in(file, name),
          "it claims " + entry.getSize() + " bytes in " + entry.getCompressedSize() + " compressed ones",
          "what deflate can reach",
          "the archive is damaged: write or copy it again");
    }
    return entry;
  }

  @Override
  public Tensor read(String name) {
    ZipEntry entry = entry(name);
    String where = ArrayName.in(file, name);
    CRC32 checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry);
        InputStream checked = new CheckedInputStream(in, checksum)) {
      Tensor tensor = NpyReader.read(checked, entry.getSize(), name, where);
      NpzValues.require(checksum, entry, where);
      return tensor;
    } catch (IOException | IllegalArgumentException e) {
      throw InputFile.unreadable(where, EXPECTED, e);
    }
  }

  @Override
  public ArrayHeader header(String name) {
    return npyHeader(name).array();
  }

  private NpyHeader npyHeader(String name) {
    String where = ArrayName.in(file, name);
    try (InputStream in = zip.getInputStream(entry(name))) {
      return NpyHeader.read(in, where);
    } catch (IOException | IllegalArgumentException e) {
      throw InputFile.unreadable(where, EXPECTED, e);
    }
  }

  @Override
  public RowSource rows(String name) {
    String where = ArrayName.in(file, name);
    NpyHeader header = npyHeader(name);
    int columns = header.requireFeatures(entry(name).getSize(), where);
    if (header.fortranOrder()) {
      return FeatureSet.rows(where, read(name));
    }
    return new StoredRows(name, where, header.type().element(), header.type().order(), header.shape()[0], columns,
        () -> new NpzValues(file, entry(name), where), EXPECTED);
  }

  @Override
  public void close() {
    close(zip, file);
  }

  private static void close(ZipFile zip, Path file) {
    try {
      zip.close();
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
  }
}
