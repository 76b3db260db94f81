package dev.lamina.data.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lamina.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data sets that can be fetched.
 *
 * @param sets in the order in which they are listed
 */
public record Catalogue(List<RemoteSet> sets) {

  private static final String RESOURCE = "/data/sets.yaml";

  public Catalogue {
    sets = List.copyOf(sets);
  }

  /** The sets that Lamina knows, of the resource {@value #RESOURCE}, which names the source of every number. */
  public static Catalogue packaged() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new DataException(RESOURCE, "this packaged file is missing from the jar", "the jar as it was built",
            "build Lamina again");
      }
      List<RemoteSet> sets = new ArrayList<>();
      new YAMLMapper().readTree(in).properties().forEach(entry -> sets.add(set(entry.getKey(), entry.getValue())));
      return new Catalogue(sets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The set of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  public RemoteSet set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("there is no data set '" + name + "' to fetch; there are "
            + String.join(", ", sets.stream().map(RemoteSet::name).toList())));
  }

  private static RemoteSet set(String name, JsonNode node) {
    List<URI> places = new ArrayList<>();
    node.required("places").forEach(place -> places.add(URI.create(place.asText())));
    List<RemoteFile> files = new ArrayList<>();
    node.required("files").forEach(file -> files.add(file(file)));
    return new RemoteSet(name, node.required("what").asText(), places, files);
  }

  private static RemoteFile file(JsonNode node) {
    Map<String, String> checksums = new LinkedHashMap<>();
    checksums.put("SHA-256", node.required("sha256").asText());
    checksums.put("MD5", node.required("md5").asText());
    Map<String, Long> holds = new LinkedHashMap<>();
    node.path("holds").properties().forEach(entry -> holds.put(entry.getKey(), entry.getValue().asLong()));
    return new RemoteFile(node.required("name").asText(), node.required("bytes").asLong(), checksums, holds);
  }
}
