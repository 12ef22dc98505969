package io.shardwright.planner.availability;

import java.util.Arrays;

/**
 * How likely a group is up, given what is known of each of its hosts.
 *
 * <p>What is known is a number in base 3, one digit for each host in the group's order: {@link #FREE} if it isn't known,
 * {@link #UP} or {@link #DOWN}. The members that are down are counted host by host (a convolution): a host that is down
 * adds all of its members, one that is up adds each by chance of its process, a free one is a mixture of both. Answers are
 * kept, up to {@value #MOST_TABLED} hosts.
 */
final class GroupShape {

    static final int FREE = 0;
    static final int UP = 1;
    static final int DOWN = 2;
    private static final int BASE = 3;
    private static final int MOST_TABLED = 7;
    /** The codes of one more wouldn't fit a long. */
    static final int MOST_HOSTS = 39;

    private static final long[] POWERS = powers();

    private final int needed;
    private final int[] members;
    private final double host;
    private final double process;
    private final double[] table;

    GroupShape(Group group, Assumptions assumptions) {
        needed = group.needed();
        members = group.members().clone();
        host = assumptions.host().unavailability();
        process = assumptions.process().unavailability();
        table = members.length <= MOST_TABLED ? new double[(int) digit(members.length)] : new double[0];
        Arrays.fill(table, Double.NaN);
    }

    /** What a host at this position adds to the code for each step from FREE to UP to DOWN. */
    static long digit(int position) {
        return POWERS[position];
    }

    private static long[] powers() {
        long[] powers = new long[MOST_HOSTS];
        powers[0] = 1;
        for (int i = 1; i < MOST_HOSTS; i++) {
            powers[i] = powers[i - 1] * BASE;
        }
        return powers;
    }

    /** How many hosts the group is on. */
    int hosts() {
        return members.length;
    }

    /** ln of the probability that the group is up: 0 if it is for certain, −∞ if it can't be. */
    double logUp(long code) {
        if (table.length == 0) {
            return Math.log1p(-down(code));
        }
        double known = table[(int) code];
        if (Double.isNaN(known)) {
            known = Math.log1p(-down(code));
            table[(int) code] = known;
        }
        return known;
    }

    /** The probability that fewer than {@code needed} members are up, exactly 0 or 1 where that is certain. */
    double down(long code) {
        int total = Arrays.stream(members).sum();
        double[] down = new double[total + 1];
        down[0] = 1;
        int counted = 0;
        long rest = code;
        for (int onHost : members) {
            int state = (int) (rest % BASE);
            rest /= BASE;
            double hostDown = state == FREE ? host : state == DOWN ? 1 : 0;
            down = addHost(down, counted, onHost, hostDown);
            counted += onHost;
        }
        double sum = 0;
        for (int j = total; j >= 0 && j > total - needed; j--) {
            sum += down[j];
        }
        return needed > total || impossible(code) ? 1 : Math.min(1, sum);
    }

    private double[] addHost(double[] down, int counted, int onHost, double hostDown) {
        double[] next = new double[down.length];
        for (int j = 0; j <= counted; j++) {
            next[j + onHost] += down[j] * hostDown;
        }
        double[] up = Arrays.copyOf(down, down.length);
        for (int member = 0; member < onHost; member++) {
            for (int j = counted + member + 1; j > 0; j--) {
                up[j] = up[j] * (1 - process) + up[j - 1] * process;
            }
            up[0] *= 1 - process;
        }
        for (int j = 0; j <= counted + onHost; j++) {
            next[j] += up[j] * (1 - hostDown);
        }
        return next;
    }

    private boolean impossible(long code) {
        int left = 0;
        long rest = code;
        for (int onHost : members) {
            left += rest % BASE == DOWN ? 0 : onHost;
            rest /= BASE;
        }
        return left < needed;
    }
}
