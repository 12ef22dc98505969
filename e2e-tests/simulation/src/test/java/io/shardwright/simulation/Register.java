package io.shardwright.simulation;

import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key must look like: a register in which each write takes effect at the moment when it is first applied anywhere.
 * A history is linearizable if these moments lie within the calls, so no search is needed.
 */
final class Register {
    /** A state of the key from a time on; no value where it is absent. */
    private record State(
            long from, @Nullable Version version, @Nullable String value) {}

    private final String key;
    private final List<State> states = new ArrayList<>(List.of(new State(0, null, null)));
    private final Map<Version, Long> appliedAt = new HashMap<>();
    private final List<Long> failedAt = new ArrayList<>();
    private final Set<String> applied = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    Register(String key) {
        this.key = key;
    }

    @Nullable
    Version version() {
        return states.getLast().version();
    }

    @Nullable
    String value() {
        return states.getLast().value();
    }

    /** A write was applied for the first time. */
    void apply(Write write, Outcome.OfWrite outcome, long now) {
        State before = states.getLast();
        boolean holds = switch (write.condition()) {
            case Condition.None() -> true;
            case Condition.Absent() -> before.value() == null;
            case Condition.VersionIs(Version wanted) -> before.value() != null && wanted.equals(before.version());
        };
        switch (outcome) {
            case Outcome.Applied(Version version) -> {
                require(holds, "a write took effect against its condition " + write.condition() + ", it is " + before);
                require(
                        highest() == null || version.compareTo(highest()) > 0,
                        "version " + version.text() + " isn't above " + highest());
                appliedAt.put(version, now);
                if (write instanceof Write.Put put) {
                    String value = new String(put.value(), StandardCharsets.UTF_8);
                    require(applied.add(value), "the write of " + value + " took effect twice");
                    require(
                            !refused.contains(value),
                            "the write of " + value + " took effect after 503 said it hadn't");
                    states.add(new State(now, version, value));
                } else {
                    states.add(new State(now, before.value() == null ? before.version() : version, null));
                }
            }
            case Outcome.ConditionFailed(Version current) -> {
                require(!holds, "a write was refused although its condition holds: it is " + before);
                failedAt.add(now);
            }
            case Outcome.NotOwner notOwner -> {}
            case Outcome.Fenced fenced -> {}
        }
    }

    private @Nullable Version highest() {
        return appliedAt.keySet().stream().max(Version::compareTo).orElse(null);
    }

    /** A client got an answer. */
    void answered(Operation operation, Operation.Answer answer, long asked, long now) {
        Write write = operation.write();
        if (write == null) {
            read(answer, asked, now);
        } else if (answer.status() == 200) {
            Long at = appliedAt.get(answer.version());
            require(at != null, "a write was acknowledged as " + answer.version() + " that never took effect");
            require(at != null && at >= asked && at <= now, "a write took effect outside of its call");
        } else if (answer.status() == 412) {
            require(failedAt.stream().anyMatch(at -> at >= asked && at <= now), "no condition failed in the call");
        } else if (answer.status() == 503 && write instanceof Write.Put put) {
            String value = new String(put.value(), StandardCharsets.UTF_8);
            require(!applied.contains(value), "the write of " + value + " took effect, and 503 says it didn't");
            refused.add(value);
        }
    }

    private void read(Operation.Answer answer, long asked, long now) {
        if (answer.status() != 200 && answer.status() != 404) {
            return;
        }
        for (int i = states.size() - 1; i >= 0; i--) {
            State state = states.get(i);
            boolean same = answer.status() == 404
                    ? state.value() == null
                    : answer.value() != null
                            && answer.value().equals(state.value())
                            && state.version() != null
                            && state.version().equals(answer.version());
            if (same && state.from() <= now) {
                return;
            }
            if (state.from() < asked) {
                break; // older states were over when the read began
            }
        }
        throw new Violation(
                Invariant.NOTHING_LOST,
                "key " + key + " read " + answer + " but was "
                        + states.subList(Math.max(0, states.size() - 3), states.size()));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new Violation(Invariant.NOTHING_LOST, "key " + key + ": " + what);
        }
    }
}
