package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The formats of data files, told apart by their first bytes, and by extension where these say nothing. */
enum FileFormat {
  NPY,
  NPZ,
  SAFETENSORS,
  /** The index of several safetensors files. */
  SHARDS,
  HDF5,
  /** IDX, plain or compressed. */
  IDX,
  /** CSV, or one number per line. */
  TEXT;

  private static final String EXPECTED = "a .npy, .npz, .safetensors, .h5, IDX or .csv file";

  /**
   * The format of a file.
   *
   * @throws DataException if the file is missing, empty or none of these
   */
  static FileFormat of(Path file) {
    InputFile.size(file, EXPECTED);
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(9);
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
    if (startsWith(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return NPY;
    }
    if (startsWith(head, 0x89, 'H', 'D', 'F')) {
      return HDF5;
    }
    requireNoProgram(file);
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return NPZ;
    }
    if (startsWith(head, 0x1F, 0x8B)) {
      return IDX;
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors.index.json")) {
      return SHARDS;
    }
    // A safetensors file begins with a length that may look like anything; its ninth byte opens the header.
    if (name.endsWith(".safetensors") || (head.length == 9 && head[8] == '{' && head[7] == 0)) {
      return SAFETENSORS;
    }
    if (name.endsWith(".npy")) {
      return NPY;
    }
    if (name.endsWith(".npz")) {
      return NPZ;
    }
    if (startsWith(head, 0, 0) || name.contains("-idx") || name.endsWith(".idx")) {
      return IDX;
    }
    if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
      return TEXT;
    }
    throw new DataException(
        file.toString(), "neither content nor name tell its format", EXPECTED, "convert it to one of these");
  }

  /** What PyTorch pickles is a program, which is not run here. */
  private static void requireNoProgram(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".ckpt") || name.endsWith(".pkl")) {
      throw new DataException(file.toString(), "a pickle, which is a program and is not run", EXPECTED,
          "convert it: from safetensors.torch import save_file; save_file(torch.load('" + name
              + "', weights_only=True), 'features.safetensors')");
    }
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (head[i] != (byte) bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
