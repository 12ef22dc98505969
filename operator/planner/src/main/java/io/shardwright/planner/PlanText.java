package io.shardwright.planner;

import java.util.Locale;

/** The sentences in which a plan explains itself. */
final class PlanText {

    private PlanText() {}

    static String summary(Plan plan) {
        if (plan.isEmpty()) {
            return "nothing to move: every shard owns its quota of "
                    + plan.quotas().partitions() + " partitions";
        }
        var text = new StringBuilder();
        if (plan.moveCount() > 0) {
            text.append(plan.moveCount())
                    .append(" moves (minimum ")
                    .append(plan.movesLowerBound())
                    .append(") in ")
                    .append(plan.batches().size())
                    .append(plan.batches().size() == 1 ? " batch; " : " batches; ");
        }
        if (plan.placements() > 0) {
            text.append(plan.placements()).append(" partitions get their first owner; ");
        }
        return text.append("balance ")
                .append(plan.before())
                .append(" -> ")
                .append(plan.after())
                .toString();
    }

    static String explain(Plan plan, ShardId shard) {
        int now = plan.current().count(shard);
        int then = plan.target().count(shard);
        var change = switch (Integer.signum(then - now)) {
            case 0 -> "keeps its " + now;
            case 1 -> "goes from " + now + " to " + then;
            default -> "gives " + (now - then) + " of " + now + ", keeps " + then;
        };
        var why = plan.quotas().shards().stream()
                .filter(quota -> quota.shard().equals(shard))
                .findFirst()
                .map(quota -> why(plan.quotas(), quota))
                .orElse("it is not among the shards wanted");
        return "shard " + shard + " " + change + ": " + why;
    }

    private static String why(Quotas quotas, Quota quota) {
        if (quota.weight().drained()) {
            return "weight 0 drains it";
        }
        double fair = (double) quota.weight().weight() * quotas.partitions() / quotas.totalWeight();
        return String.format(
                Locale.ROOT,
                "weight %d of %d is a fair share of %.2f%s",
                quota.weight().weight(),
                quotas.totalWeight(),
                fair,
                quota.remainder() == 0 ? "" : quota.partitions() > quota.floor() ? ", rounded up" : ", rounded down");
    }
}
