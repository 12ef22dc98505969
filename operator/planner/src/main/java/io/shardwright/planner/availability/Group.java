package io.shardwright.planner.availability;

/**
 * Members of which at least {@code needed} have to be up, by the host they are on.
 *
 * @param size how many members there are to be, also those that run nowhere
 * @param needed at most {@code size}
 * @param hosts index of each host in use, each once
 * @param members how many members are on the host at the same position
 */
record Group(int size, int needed, int[] hosts, int[] members) {

    int placed() {
        int sum = 0;
        for (int onHost : members) {
            sum += onHost;
        }
        return sum;
    }
}
