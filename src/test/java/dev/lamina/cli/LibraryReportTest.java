package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.device.cuda.library.CudaLibraries;
import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Library;
import dev.lamina.device.cuda.library.CudaLibraries.Origin;
import dev.lamina.device.cuda.library.CudaLibraries.Problem;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code doctor} tells of CUDA's libraries. */
class LibraryReportTest {
  private static final List<Folder> FOLDERS = List.of(
      new Folder(Path.of("/mine/lib64"), Origin.LAMINA_CUDA_HOME, false),
      new Folder(Path.of("/usr/lib"), Origin.LOADER, true),
      new Folder(Path.of("/opt/cuda/lib64"), Origin.INSTALLED, false));

  private static final CudaLibraries COMPLETE = new CudaLibraries(12, "complete", FOLDERS,
      List.of(new Library("libcuda.so.1", Path.of("/usr/lib/libcuda.so.1"), "550.54.14", Origin.LOADER)), List.of());

  private static final CudaLibraries NOTHING = new CudaLibraries(0, "neither is complete", FOLDERS, List.of(),
      List.of(new Problem("no driver", "install it"), new Problem("no libraries", "install them")));

  private static String text(CudaLibraries libraries) {
    StringWriter text = new StringWriter();
    LibraryReport.print(libraries, new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void saysWhatWasFoundAndWhere() {
    assertEquals("""
        CUDA's libraries are complete.
        Found, in the order of loading (CUDA 12, complete):
          libcuda.so.1                 550.54.14    /usr/lib/libcuda.so.1 (dynamic loader)
        Searched, in this order (usual folders that are not there: 1):
          LAMINA_CUDA_HOME   /mine/lib64 (not there)
          dynamic loader     /usr/lib
        """, text(COMPLETE));
  }

  @Test
  void saysWhatIsMissingFirst() {
    assertEquals("""
        To compute on an NVIDIA GPU:
          - no driver
            remedy: install it
          - no libraries
            remedy: install them
        Searched, in this order (usual folders that are not there: 1):
          LAMINA_CUDA_HOME   /mine/lib64 (not there)
          dynamic loader     /usr/lib
        """, text(NOTHING));
  }

  @Test
  void jsonHasItAll() {
    JsonNode complete = Lamina.json(Json.write(LibraryReport.json(COMPLETE)));
    assertEquals("true", complete.get("usable").toString());
    assertEquals(12, complete.get("cuda").asInt());
    assertEquals("{\"name\":\"libcuda.so.1\",\"version\":\"550.54.14\",\"file\":\"/usr/lib/libcuda.so.1\","
        + "\"origin\":\"dynamic loader\"}", complete.get("libraries").get(0).toString());
    assertEquals("{\"path\":\"/mine/lib64\",\"origin\":\"LAMINA_CUDA_HOME\",\"exists\":false}",
        complete.get("folders").get(0).toString());
    JsonNode nothing = Lamina.json(Json.write(LibraryReport.json(NOTHING)));
    assertEquals("null", nothing.get("cuda").toString());
    assertEquals("none found", nothing.get("summary").asText());
    assertEquals("[{\"missing\":\"no driver\",\"remedy\":\"install it\"},"
        + "{\"missing\":\"no libraries\",\"remedy\":\"install them\"}]", nothing.get("problems").toString());
  }
}
