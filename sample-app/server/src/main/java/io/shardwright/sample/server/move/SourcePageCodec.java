package io.shardwright.sample.server.move;

import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.PartsCodec;
import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireReader;
import io.shardwright.sample.server.state.wire.WireWriter;

/** Bytes of a {@link SourcePage}: the body of an answer to {@link PeerShard#entries}. */
public final class SourcePageCodec {
    private static final int FORMAT = 1;

    private SourcePageCodec() {}

    /** The bytes of an answer. */
    public static byte[] encode(SourcePage answer) {
        CopyPage page = answer.page();
        int expected = page == null
                ? 0
                : page.entries().stream().mapToInt(e -> e.bytes()).sum();
        WireWriter out = new WireWriter(256 + expected).octet(FORMAT);
        SourceView view = answer.view();
        MovePhase phase = view.phase();
        out.number(phase == null ? 0 : phase.ordinal() + 1).number(view.fenceIndex());
        PartsCodec.writeEpochs(out, view.epochs());
        out.text(view.why()).flag(page != null);
        if (page != null) {
            PartsCodec.writePage(out, page);
        }
        return out.toBytes();
    }

    /**
     * The answer of these bytes.
     *
     * @throws MalformedException if they are cut short, have something behind them, or were never an answer
     */
    public static SourcePage decode(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            int format = in.octet();
            if (format != FORMAT) {
                throw new MalformedException("page of format " + format + ": this build reads " + FORMAT);
            }
            int phase = in.smallNumber();
            if (phase > MovePhase.values().length) {
                throw new MalformedException("page of a move in phase " + phase);
            }
            var view = new SourceView(
                    phase == 0 ? null : MovePhase.values()[phase - 1],
                    in.number(),
                    PartsCodec.readEpochs(in),
                    in.text());
            var page = in.flag() ? PartsCodec.readPage(in) : null;
            in.end();
            return new SourcePage(view, page);
        } catch (MalformedException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("page with an impossible part: " + e.getMessage(), e);
        }
    }
}
