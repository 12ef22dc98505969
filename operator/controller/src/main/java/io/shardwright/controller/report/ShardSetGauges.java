package io.shardwright.controller.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.report.ShardHealth.State;
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

/**
 * The gauges of each ShardSet, by namespace and name: one that is deleted and made again goes on in the same gauges. They
 * go when it hasn't been looked at for a while, since then it's gone.
 */
public final class ShardSetGauges {
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public ShardSetGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Figures(Assessment assessment, boolean ready) {}

    private record Entry(AtomicReference<Figures> figures, List<Meter> meters) {}

    /** Shows the figures; gives what was shown before under that name. */
    Optional<ShardSet> show(ShardSet shardSet, Assessment assessment, boolean ready) {
        var before = entries.computeIfAbsent(key(shardSet), key -> register(shardSet, assessment, ready))
                .figures()
                .getAndSet(new Figures(assessment, ready));
        return Optional.of(before.assessment().observed().shardSet());
    }

    private Entry register(ShardSet shardSet, Assessment assessment, boolean ready) {
        var figures = new AtomicReference<>(new Figures(assessment, ready));
        var tags = Tags.of(
                MetricNames.NAMESPACE, shardSet.getMetadata().getNamespace(),
                MetricNames.SHARD_SET, shardSet.getMetadata().getName());
        var meters = new ArrayList<Meter>();
        meters.add(gauge(
                MetricNames.MAP_EPOCH,
                tags,
                figures,
                f -> f.assessment()
                        .observed()
                        .map()
                        .map(map -> map.spec().epoch())
                        .orElse(0L)));
        meters.add(gauge(
                MetricNames.MOVES_REMAINING,
                tags,
                figures,
                f -> f.assessment().progress().remaining()));
        meters.add(gauge(
                MetricNames.MOVES_DONE,
                tags,
                figures,
                f -> f.assessment().progress().done()));
        meters.add(gauge(
                MetricNames.MOVES_IN_FLIGHT,
                tags,
                figures,
                f -> f.assessment().decision().ownership().movesInFlight().size()));
        meters.add(gauge(
                MetricNames.AVAILABILITY,
                tags,
                figures,
                f -> f.assessment()
                        .availability()
                        .map(judgement -> judgement.write())
                        .orElse(Double.NaN)));
        meters.add(gauge(MetricNames.READY, tags, figures, f -> f.ready() ? 1 : 0));
        for (var state : State.values()) {
            meters.add(gauge(
                    MetricNames.SHARDS,
                    tags.and(MetricNames.STATE, state.name().toLowerCase(Locale.ROOT)),
                    figures,
                    f -> f.assessment().in(state).size()));
        }
        return new Entry(figures, meters);
    }

    private Gauge gauge(String name, Tags tags, AtomicReference<Figures> figures, ToDoubleFunction<Figures> value) {
        return Gauge.builder(name, figures, reference -> value.applyAsDouble(reference.get()))
                .tags(tags)
                .strongReference(true)
                .register(registry);
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
