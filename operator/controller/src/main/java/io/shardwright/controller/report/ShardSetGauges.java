package io.shardwright.controller.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.rebalance.RecordedRebalance;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of each ShardSet, by namespace and name: one that is deleted and made again goes on in the same meters. They
 * go when it hasn't been looked at for a while, since then it's gone.
 */
public final class ShardSetGauges {
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public ShardSetGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Figures(Assessment assessment, boolean ready) {
        Observed observed() {
            return assessment.observed();
        }

        Optional<RecordedRebalance> rebalance() {
            return assessment.decision().course().current();
        }
    }

    private record Entry(AtomicReference<Figures> figures, HandOffMeters handOffs, List<Meter> meters) {}

    /** Shows the figures; gives what was shown before under that name. */
    Optional<ShardSet> show(ShardSet shardSet, Assessment assessment, boolean ready) {
        var entry = entries.computeIfAbsent(key(shardSet), key -> register(shardSet, assessment, ready));
        entry.handOffs().count(assessment.observed());
        var before = entry.figures().getAndSet(new Figures(assessment, ready));
        return Optional.of(before.assessment().observed().shardSet());
    }

    private Entry register(ShardSet shardSet, Assessment assessment, boolean ready) {
        var tags = Tags.of(
                MetricNames.NAMESPACE, shardSet.getMetadata().getNamespace(),
                MetricNames.SHARD_SET, shardSet.getMetadata().getName());
        var gauges = new Gauges(registry, tags, new AtomicReference<>(new Figures(assessment, ready)));
        aboutTheWhole(gauges);
        aboutMoves(gauges);
        var handOffs = new HandOffMeters(registry, tags);
        gauges.meters().addAll(handOffs.meters());
        return new Entry(gauges.figures(), handOffs, gauges.meters());
    }

    /** The gauges that are being registered for one ShardSet. */
    private record Gauges(MeterRegistry registry, Tags tags, AtomicReference<Figures> figures, List<Meter> meters) {
        Gauges(MeterRegistry registry, Tags tags, AtomicReference<Figures> figures) {
            this(registry, tags, figures, new ArrayList<>());
        }

        void add(String name, String description, ToDoubleFunction<Figures> value) {
            add(name, Tags.empty(), null, description, value);
        }

        void add(String name, Tags more, @Nullable String unit, String description, ToDoubleFunction<Figures> value) {
            meters.add(Gauge.builder(name, figures, reference -> value.applyAsDouble(reference.get()))
                    .description(description)
                    .tags(tags.and(more))
                    .baseUnit(unit)
                    .strongReference(true)
                    .register(registry));
        }
    }

    private static void aboutTheWhole(Gauges gauges) {
        gauges.add(MetricNames.READY, "1 while the ShardSet is ready", f -> f.ready() ? 1 : 0);
        for (var state : State.values()) {
            gauges.add(
                    MetricNames.SHARDS,
                    Tags.of(MetricNames.STATE, state.name().toLowerCase(Locale.ROOT)),
                    null,
                    "Shards that exist",
                    f -> f.assessment().in(state).size());
        }
        gauges.add(
                MetricNames.MAP_EPOCH,
                "Epoch of the published PartitionMap, 0 without one",
                f -> f.observed().map().map(map -> map.spec().epoch()).orElse(0L));
        gauges.add(
                MetricNames.IMBALANCE,
                "The largest ratio of the partitions that a shard owns to its fair share; 1 is perfect",
                f -> f.assessment().maxOverFair());
        gauges.add(
                MetricNames.AVAILABILITY,
                "Computed share of the time that writes to each key are possible, 0 to 1",
                f -> f.assessment()
                        .availability()
                        .map(judgement -> judgement.write())
                        .orElse(Double.NaN));
        gauges.add(
                MetricNames.REQUESTS_PARKED,
                "Requests that wait at the shards for a hand-off",
                f -> f.observed().shards().values().stream()
                        .flatMap(ObservedShard::statuses)
                        .mapToInt(ShardStatus::parked)
                        .sum());
    }

    private static void aboutMoves(Gauges gauges) {
        gauges.add(
                MetricNames.MOVES_REMAINING,
                "Partitions that still have to change their owner",
                f -> f.assessment().progress().remaining());
        gauges.add(
                MetricNames.MOVES_DONE,
                "Partitions moved since the last edit that moved any",
                f -> f.assessment().progress().done());
        gauges.add(
                MetricNames.MOVES_MINIMUM,
                "The fewest partitions that this edit could move",
                f -> f.assessment().progress().lowerBound());
        gauges.add(
                MetricNames.MOVES_OVER_MINIMUM,
                "By how many the partitions that move for this edit are above the fewest",
                f -> f.rebalance()
                        .map(rebalance -> rebalance.movesOverMinimum(
                                f.assessment().decision().ownership()))
                        .orElse(0));
        gauges.add(
                MetricNames.MOVES_BLOCKED,
                "Partitions whose move waits, of those that are listed with a reason",
                f -> f.rebalance().filter(rebalance -> !rebalance.isOver()).stream()
                        .flatMap(rebalance -> rebalance.status().blocked().stream())
                        .mapToInt(BlockedMove::partitions)
                        .sum());
        gauges.add(
                MetricNames.MOVES_IN_FLIGHT,
                "Hand-offs under way",
                f -> f.assessment().decision().ownership().movesInFlight().size());
        gauges.add(
                MetricNames.HAND_OFF_OLDEST,
                Tags.empty(),
                "seconds",
                "How long the oldest hand-off has been under way, 0 without one",
                f -> HandOffMeters.oldestSeconds(f.observed()));
        for (var phase : RebalancePhase.values()) {
            gauges.add(
                    MetricNames.REBALANCE,
                    Tags.of(MetricNames.PHASE, phase.name()),
                    null,
                    "1 for the phase of the Rebalance that isn't over, or else of the last one",
                    f -> f.rebalance()
                            .filter(rebalance -> rebalance.status().phase() == phase)
                            .map(rebalance -> 1)
                            .orElse(0));
        }
    }

    private static String key(ShardSet shardSet) {
        return shardSet.getMetadata().getNamespace() + "/"
                + shardSet.getMetadata().getName();
    }

    /** Removes the gauges of ShardSets that aren't looked at any more, and gives these. */
    List<ShardSet> forgetGone(Instant now) {
        var gone = new ArrayList<ShardSet>();
        entries.values().removeIf(entry -> {
            var last = entry.figures().get().assessment().observed();
            boolean isGone = last.at().plus(FORGOTTEN_AFTER).isBefore(now);
            if (isGone) {
                entry.meters().forEach(registry::remove);
                gone.add(last.shardSet());
            }
            return isGone;
        });
        return gone;
    }
}
