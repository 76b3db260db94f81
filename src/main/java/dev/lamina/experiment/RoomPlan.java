package dev.lamina.experiment;

import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.metric.GramIdentity;
import dev.lamina.metric.PrincipalComponents;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Room for what is done one after the other, before and after training; as large as the largest of it.
 *
 * @param slot of it all
 * @param initializer unless the first weights are from a file
 * @param components of each layer that has a view
 */
record RoomPlan(Slot slot, Optional<Initializer.Layout> initializer, Optional<GramIdentity.Layout> gram,
    TrainedState.Layout state, List<PrincipalComponents.Layout> components) {

  static RoomPlan of(MemoryPlan memory, Setup setup) {
    ExperimentConfig config = setup.config();
    Architecture architecture = setup.architecture();
    List<MemoryPlan> parts = new ArrayList<>();
    Optional<Initializer.Layout> initializer = config.initKind().initialization()
        .map(kind -> Initializer.plan(next(parts), kind, architecture, config.members()));
    Optional<GramIdentity.Layout> gram = setup.checksGrams()
        ? Optional.of(GramIdentity.plan(next(parts), architecture.width(0), architecture.width(1), setup.samples(),
            architecture.depth()))
        : Optional.empty();
    TrainedState.Layout state = TrainedState.plan(next(parts), architecture);
    List<PrincipalComponents.Layout> components = config.views() == ViewKind.NONE ? List.of()
        : setup.featureWidths().stream()
            .map(width -> PrincipalComponents.plan(next(parts), width, setup.samples())).toList();
    return new RoomPlan(memory.addRoom(Purpose.WORKSPACE, "before and after training", parts), initializer, gram, state,
        components);
  }

  private static MemoryPlan next(List<MemoryPlan> parts) {
    parts.add(new MemoryPlan());
    return parts.get(parts.size() - 1);
  }
}
