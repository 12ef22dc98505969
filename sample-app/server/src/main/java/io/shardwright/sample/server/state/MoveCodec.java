package io.shardwright.sample.server.state;

import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireReader;
import io.shardwright.sample.server.state.wire.WireWriter;

/** Bytes of a move as the store keeps it. The progress of a copy changes with each chunk and is kept apart. */
final class MoveCodec {
    private static final int OUTGOING = 1;
    private static final int INCOMING = 2;

    private MoveCodec() {}

    static byte[] encode(Move move) {
        WireWriter out = new WireWriter(128 + move.order().ranges().length());
        switch (move) {
            case Move.Outgoing outgoing -> {
                writeCommon(out.octet(OUTGOING), outgoing);
                out.number(outgoing.startIndex()).number(outgoing.fenceIndex());
                PartsCodec.writeEpochs(out, outgoing.epochs());
            }
            case Move.Incoming incoming -> {
                writeCommon(out.octet(INCOMING), incoming);
                out.number(incoming.fenceIndex());
                PartsCodec.writeEpochs(out, incoming.epochs());
            }
        }
        return out.toBytes();
    }

    private static void writeCommon(WireWriter out, Move move) {
        PartsCodec.writeOrder(out, move.order());
        out.octet(move.phase().ordinal()).number(move.startedAtMillis());
        out.text(move.why()).number(move.endedAt());
    }

    static Move decode(byte[] bytes, CopyProgress progress) {
        WireReader in = new WireReader(bytes);
        int kind = in.octet();
        var order = PartsCodec.readOrder(in);
        MovePhase phase = in.constant(MovePhase.values());
        long startedAt = in.number();
        String why = in.text();
        long endedAt = in.number();
        Move move = switch (kind) {
            case OUTGOING ->
                new Move.Outgoing(
                        order, phase, startedAt, in.number(), in.number(), PartsCodec.readEpochs(in), why, endedAt);
            case INCOMING ->
                new Move.Incoming(
                        order, phase, startedAt, in.number(), PartsCodec.readEpochs(in), progress, why, endedAt);
            default -> throw new MalformedException("move of unknown kind " + kind);
        };
        in.end();
        return move;
    }

    static byte[] encode(CopyProgress progress) {
        WireWriter out = new WireWriter(96).number(progress.chunks());
        PartsCodec.writeCursor(out, progress.cursor());
        out.number(progress.opening()).number(progress.sourceIndex()).number(progress.levelAt());
        out.number(progress.keys()).number(progress.bytes()).number(progress.bytesTotal());
        return out.toBytes();
    }

    static CopyProgress decodeProgress(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        CopyProgress progress = new CopyProgress(
                in.smallNumber(),
                PartsCodec.readCursor(in),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number());
        in.end();
        return progress;
    }
}
