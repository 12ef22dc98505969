package io.shardwright.sample.server.state;

import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireReader;
import io.shardwright.sample.server.state.wire.WireWriter;

/** Bytes of what a shard is to a partition apart from open moves: it owns it or gave it away. */
final class OwnershipCodec {
    private static final int OWNED = 1;
    private static final int MOVED = 2;

    private OwnershipCodec() {}

    static byte[] encode(Ownership ownership) {
        WireWriter out = new WireWriter(16);
        switch (ownership) {
            case Ownership.Owned(long epoch) -> out.octet(OWNED).number(epoch);
            case Ownership.MovedTo(int shard, long epoch, boolean adopted) ->
                out.octet(MOVED).number(shard).number(epoch).flag(adopted);
            default -> throw new IllegalArgumentException(ownership + " follows from a move and isn't stored");
        }
        return out.toBytes();
    }

    static Ownership decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int kind = in.octet();
        Ownership ownership = switch (kind) {
            case OWNED -> new Ownership.Owned(in.number());
            case MOVED -> new Ownership.MovedTo(in.smallNumber(), in.number(), in.flag());
            default -> throw new MalformedException("ownership of unknown kind " + kind);
        };
        in.end();
        return ownership;
    }
}
