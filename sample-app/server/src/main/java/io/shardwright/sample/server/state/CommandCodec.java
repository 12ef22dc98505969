package io.shardwright.sample.server.state;

import io.shardwright.sample.server.state.wire.MalformedException;
import io.shardwright.sample.server.state.wire.WireReader;
import io.shardwright.sample.server.state.wire.WireWriter;

/**
 * Bytes of a {@link Command}: a format number, the kind, the fields. The numbers are part of every shard's log: give new
 * kinds new numbers, never reuse one.
 */
public final class CommandCodec {
    private static final int FORMAT = 1;

    private static final int BATCH = 1;
    private static final int INIT = 2;
    private static final int START_IN = 3;
    private static final int CHUNK = 4;
    /** As written until Prepared took the last page along: without one. */
    private static final int PREPARED_WITHOUT_PAGE = 5;

    private static final int ADOPT = 6;
    private static final int ABORT_IN = 7;
    private static final int FINISH = 8;
    private static final int START_OUT = 9;
    private static final int FENCE = 10;
    private static final int DECIDE = 11;
    private static final int ADOPTED = 12;
    private static final int DROP = 13;
    private static final int GIVE_UP = 14;
    private static final int PREPARED = 15;

    private static final int PUT = 1;
    private static final int DELETE = 2;

    private CommandCodec() {}

    /** The bytes of a command, at most {@link Limits#MAX_COMMAND_BYTES} of them while its parts keep their limits. */
    public static byte[] encode(Command command) {
        WireWriter out = new WireWriter(expectedBytes(command)).octet(FORMAT);
        switch (command) {
            case Command.Batch(var writes) -> out.octet(BATCH).list(writes, CommandCodec::writeWrite);
            case Command.Init(String ranges) -> out.octet(INIT).text(ranges);
            case Command.OfMove ofMove -> writeOfMove(out, ofMove);
        }
        return out.toBytes();
    }

    private static int expectedBytes(Command command) {
        return switch (command) {
            case Command.Batch(var writes) ->
                16 + writes.stream().mapToInt(CommandCodec::encodedBytes).sum();
            case Command.Chunk chunk -> 128 + encodedBytes(chunk.page());
            case Command.Prepared prepared -> 256 + encodedBytes(prepared.page());
            default -> 128;
        };
    }

    private static int encodedBytes(CopyPage page) {
        return page.entries().stream().mapToInt(CopiedEntry::bytes).sum();
    }

    /** Bytes that a write takes in an encoded batch, at most; for those who fill one up to {@link Limits#BATCH_BYTES}. */
    public static int encodedBytes(Write write) {
        int value = write instanceof Write.Put put ? put.value().length + 4 : 0;
        return 1 + write.key().length + 2 + value + 1 + 18;
    }

    private static void writeOfMove(WireWriter out, Command.OfMove command) {
        switch (command) {
            case Command.StartIn(var order, long atMillis) -> {
                PartsCodec.writeOrder(out.octet(START_IN), order);
                out.number(atMillis);
            }
            case Command.Chunk(String move, int number, CopyPage page) -> {
                out.octet(CHUNK).text(move).number(number);
                PartsCodec.writePage(out, page);
            }
            case Command.Prepared(String move, int number, CopyPage page, long fenceIndex, var epochs) -> {
                out.octet(PREPARED).text(move).number(number);
                PartsCodec.writePage(out, page);
                PartsCodec.writeEpochs(out.number(fenceIndex), epochs);
            }
            case Command.Adopt(String move) -> out.octet(ADOPT).text(move);
            case Command.AbortIn(String move, String why) ->
                out.octet(ABORT_IN).text(move).text(why);
            case Command.GiveUp(String move, String why) ->
                out.octet(GIVE_UP).text(move).text(why);
            case Command.Finish(String move) -> out.octet(FINISH).text(move);
            case Command.StartOut(var order, long atMillis) -> {
                PartsCodec.writeOrder(out.octet(START_OUT), order);
                out.number(atMillis);
            }
            case Command.Fence(String move) -> out.octet(FENCE).text(move);
            case Command.Decide(var order, boolean commit, long fenceIndex, String why) -> {
                PartsCodec.writeOrder(out.octet(DECIDE), order);
                out.flag(commit).number(fenceIndex).text(why);
            }
            case Command.Adopted(String move) -> out.octet(ADOPTED).text(move);
            case Command.Drop(String move) -> out.octet(DROP).text(move);
        }
    }

    private static void writeWrite(WireWriter out, Write write) {
        switch (write) {
            case Write.Put(byte[] key, byte[] value, Condition condition) -> {
                out.octet(PUT).bytes(key).bytes(value);
                writeCondition(out, condition);
            }
            case Write.Delete(byte[] key, Condition condition) -> {
                out.octet(DELETE).bytes(key);
                writeCondition(out, condition);
            }
        }
    }

    private static void writeCondition(WireWriter out, Condition condition) {
        switch (condition) {
            case Condition.None() -> out.octet(0);
            case Condition.Absent() -> out.octet(1);
            case Condition.VersionIs(Version version) -> PartsCodec.writeVersion(out.octet(2), version);
        }
    }

    /**
     * The command of these bytes.
     *
     * @throws MalformedException if they are cut short, have something behind them, or were never a command
     */
    public static Command decode(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            int format = in.octet();
            if (format != FORMAT) {
                throw new MalformedException("command of format " + format + ": this build reads " + FORMAT);
            }
            Command command = read(in.octet(), in);
            in.end();
            return command;
        } catch (MalformedException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("command with an impossible part: " + e.getMessage(), e);
        }
    }

    private static Command read(int kind, WireReader in) {
        return switch (kind) {
            case BATCH -> new Command.Batch(in.list(CommandCodec::readWrite));
            case INIT -> new Command.Init(in.text());
            case START_IN -> new Command.StartIn(PartsCodec.readOrder(in), in.number());
            case CHUNK -> new Command.Chunk(in.text(), in.smallNumber(), PartsCodec.readPage(in));
            case PREPARED_WITHOUT_PAGE ->
                new Command.Prepared(in.text(), 0, CopyPage.none(), in.number(), PartsCodec.readEpochs(in));
            case PREPARED ->
                new Command.Prepared(
                        in.text(), in.smallNumber(), PartsCodec.readPage(in), in.number(), PartsCodec.readEpochs(in));
            case ADOPT -> new Command.Adopt(in.text());
            case ABORT_IN -> new Command.AbortIn(in.text(), in.text());
            case FINISH -> new Command.Finish(in.text());
            case START_OUT -> new Command.StartOut(PartsCodec.readOrder(in), in.number());
            case FENCE -> new Command.Fence(in.text());
            case DECIDE -> new Command.Decide(PartsCodec.readOrder(in), in.flag(), in.number(), in.text());
            case ADOPTED -> new Command.Adopted(in.text());
            case DROP -> new Command.Drop(in.text());
            case GIVE_UP -> new Command.GiveUp(in.text(), in.text());
            default -> throw new MalformedException("command of unknown kind " + kind);
        };
    }

    private static Write readWrite(WireReader in) {
        int kind = in.octet();
        return switch (kind) {
            case PUT -> new Write.Put(in.bytes(), in.bytes(), readCondition(in));
            case DELETE -> new Write.Delete(in.bytes(), readCondition(in));
            default -> throw new MalformedException("write of unknown kind " + kind);
        };
    }

    private static Condition readCondition(WireReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 0 -> Condition.none();
            case 1 -> Condition.absent();
            case 2 -> Condition.versionIs(PartsCodec.readVersion(in));
            default -> throw new MalformedException("condition of unknown kind " + kind);
        };
    }
}
