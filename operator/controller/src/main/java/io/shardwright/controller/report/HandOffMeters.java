package io.shardwright.controller.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.observe.Observed;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Counts and times the hand-offs of one ShardSet that end while this process looks. */
final class HandOffMeters {
    private static final Duration[] DURATIONS = Stream.of(1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);
    private static final Duration[] FENCES = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** How a hand-off ends. */
    private enum Outcome {
        /** The target serves. */
        ADOPTED,
        /** The source owns the partitions as before. */
        ABORTED
    }

    private record OfOutcome(Timer duration, Counter partitions, Counter bytes) {}

    private final HandOffLedger ledger = new HandOffLedger();
    private final Map<Outcome, OfOutcome> ended = new EnumMap<>(Outcome.class);
    private final Timer fences;

    HandOffMeters(MeterRegistry registry, Tags shardSet) {
        for (var outcome : Outcome.values()) {
            var tags = shardSet.and(MetricNames.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
            ended.put(
                    outcome,
                    new OfOutcome(
                            Timer.builder(MetricNames.HAND_OFF_DURATION)
                                    .description("From the order of a hand-off until it was seen that its target "
                                            + "serves, or that it was aborted")
                                    .tags(tags)
                                    .serviceLevelObjectives(DURATIONS)
                                    .register(registry),
                            Counter.builder(MetricNames.HAND_OFF_PARTITIONS)
                                    .description("Partitions of the hand-offs that have ended")
                                    .tags(tags)
                                    .register(registry),
                            Counter.builder(MetricNames.HAND_OFF_BYTES)
                                    .description("Bytes of keys and values copied by the hand-offs that have ended")
                                    .baseUnit("bytes")
                                    .tags(tags)
                                    .register(registry)));
        }
        fences = Timer.builder(MetricNames.HAND_OFF_FENCE)
                .description("How long writes to the partitions of a hand-off waited")
                .tags(shardSet)
                .serviceLevelObjectives(FENCES)
                .register(registry);
    }

    /** Counts what has ended since the last time. Calls that overlap wait for each other. */
    synchronized void count(Observed observed) {
        var news = ledger.look(observed);
        for (var move : news.moves()) {
            var meters = Objects.requireNonNull(
                    ended.get(move.phase() == MovePhase.ABORTED ? Outcome.ABORTED : Outcome.ADOPTED));
            long millis = observed.at().toEpochMilli() - move.startedAtMillis();
            meters.duration().record(Duration.ofMillis(Math.max(0, millis)));
            meters.partitions()
                    .increment(
                            PartitionRanges.parse(move.ranges(), observed.spec().partitions())
                                    .size());
            meters.bytes().increment(move.bytesCopied());
        }
        for (var move : news.fences()) {
            fences.record(Duration.ofMillis(Objects.requireNonNullElse(move.fencedMillis(), 0L)));
        }
    }

    /** How long the oldest hand-off has been under way, in seconds; 0 without one. */
    static double oldestSeconds(Observed observed) {
        return observed.shards().entrySet().stream()
                .flatMap(shard -> shard.getValue().leader().stream()
                        .flatMap(leader -> leader.moves().stream())
                        .filter(move -> move.to() == shard.getKey().ordinal()))
                .filter(move -> move.phase().compareTo(MovePhase.ADOPTED) < 0)
                .mapToLong(MoveStatus::startedAtMillis)
                .min()
                .stream()
                .mapToDouble(start -> Math.max(0, observed.at().toEpochMilli() - start) / 1e3)
                .findFirst()
                .orElse(0);
    }

    /** All of them. */
    List<Meter> meters() {
        return Stream.concat(
                        Stream.of(fences),
                        ended.values().stream()
                                .flatMap(each -> Stream.of(each.duration(), each.partitions(), each.bytes())))
                .map(Meter.class::cast)
                .toList();
    }
}
