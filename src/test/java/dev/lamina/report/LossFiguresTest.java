package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Series;
import dev.lamina.result.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossFiguresTest {

  @TempDir
  private Path directory;

  @Test
  void manyEpochsAreThinnedButTheLastIsKept() throws Exception {
    StringBuilder text = new StringBuilder("member,epoch,train_loss\n");
    IntStream.range(0, 5000).forEach(epoch -> text.append("0,").append(epoch).append(',').append(5000 - epoch)
        .append('\n'));
    Files.writeString(Samples.copy("theory", directory).resolve("losses.csv"), text);
    RunFiles run = RunFiles.read(directory);
    Figure figure = new LossFigures(run.losses()).loss();
    List<Series.Point> points = figure.chart().series().get(0).points();
    assertTrue(points.size() <= 601, points.size() + " points");
    assertEquals(4999, points.get(points.size() - 1).x());
    assertTrue(figure.caption().contains("One epoch in 9 is drawn."), figure.caption());
  }
}
