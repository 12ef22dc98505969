package io.shardwright.sample.server.state;

/**
 * What a transaction knows of a key that is there.
 *
 * @param version version of the key
 * @param valueBytes size of the user's value
 * @param contentHash {@link Digest#contentHash} of version and value
 */
record Present(Version version, int valueBytes, long contentHash) {
    static Present of(byte[] stored) {
        Stored header = Stored.header(stored, stored.length);
        return new Present(header.version(), header.valueBytes(), Digest.contentHash(stored));
    }
}
