package dev.lamina.cli;

import dev.lamina.experiment.ConfigReader;
import java.util.Iterator;

/** The packaged experiments, for the help of a command. */
final class PackagedNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return ConfigReader.NAMES.iterator();
  }
}
