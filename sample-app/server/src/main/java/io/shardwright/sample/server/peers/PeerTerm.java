package io.shardwright.sample.server.peers;

/**
 * How far a replica's log is.
 *
 * @param peer id of the replica that answered
 * @param term the highest term it has seen, -1 while its group isn't running
 * @param lastTerm term of the last entry of its log
 * @param lastIndex index of the last entry of its log
 */
public record PeerTerm(String peer, long term, long lastTerm, long lastIndex) {
    /** The answer of a replica whose group isn't running. */
    public static PeerTerm notStarted(String peer) {
        return new PeerTerm(peer, -1, 0, 0);
    }

    /** Whether the replica's group is running. */
    public boolean isStarted() {
        return term >= 0;
    }

    /** The form that replicas send each other. */
    public String text() {
        return peer + " " + term + " " + lastTerm + " " + lastIndex;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    public static PeerTerm parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("'" + text + "' is not PEER TERM LAST-TERM LAST-INDEX");
        }
        return new PeerTerm(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
