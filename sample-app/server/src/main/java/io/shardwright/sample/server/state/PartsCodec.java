package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireReader;
import io.shardwright.sample.server.state.wire.WireWriter;
import java.util.List;

/** Bytes of the parts that commands, stored moves and the calls between shards share. */
public final class PartsCodec {
    private PartsCodec() {}

    public static void writePage(WireWriter out, CopyPage page) {
        out.list(page.entries(), PartsCodec::writeEntry);
        writeCursor(out, page.next());
        out.number(page.opening()).number(page.sourceIndex()).flag(page.level()).number(page.bytesTotal());
    }

    public static CopyPage readPage(WireReader in) {
        return new CopyPage(
                in.list(PartsCodec::readEntry), readCursor(in), in.number(), in.number(), in.flag(), in.number());
    }

    public static void writeEpochs(WireWriter out, List<EpochRanges> epochs) {
        out.list(epochs, (o, e) -> o.number(e.epoch()).text(e.ranges()));
    }

    public static List<EpochRanges> readEpochs(WireReader in) {
        return in.list(i -> new EpochRanges(i.number(), i.text()));
    }

    static void writeOrder(WireWriter out, MoveOrder order) {
        out.text(order.id()).number(order.from()).number(order.to()).text(order.ranges());
        out.octet(order.intent().ordinal());
    }

    static MoveOrder readOrder(WireReader in) {
        return new MoveOrder(
                in.text(), in.smallNumber(), in.smallNumber(), in.text(), in.constant(MoveOrder.Intent.values()));
    }

    static void writeVersion(WireWriter out, Version version) {
        out.number(version.epoch()).number(version.sequence());
    }

    static Version readVersion(WireReader in) {
        return new Version(in.number(), in.number());
    }

    static void writeCursor(WireWriter out, CopyCursor cursor) {
        switch (cursor) {
            case CopyCursor.Scan(byte[] after) -> out.octet(0).bytes(after);
            case CopyCursor.Changes(long after) -> out.octet(1).number(after);
        }
    }

    static CopyCursor readCursor(WireReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 0 -> new CopyCursor.Scan(in.bytes());
            case 1 -> new CopyCursor.Changes(in.number());
            default -> throw new MalformedException("cursor of unknown kind " + kind);
        };
    }

    private static void writeEntry(WireWriter out, CopiedEntry entry) {
        out.bytes(entry.key());
        writeVersion(out, entry.version());
        byte[] value = entry.value();
        out.flag(value != null);
        if (value != null) {
            out.bytes(value);
        }
    }

    private static CopiedEntry readEntry(WireReader in) {
        return new CopiedEntry(in.bytes(), readVersion(in), in.flag() ? in.bytes() : null);
    }
}
