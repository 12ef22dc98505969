package io.shardwright.simulation;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.PeerShard;
import io.shardwright.sample.server.move.SourcePage;
import io.shardwright.sample.server.move.SourcePageCodec;
import io.shardwright.sample.server.move.SourceView;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.simulation.Operation.Answer;
import io.shardwright.simulation.Operation.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls over the network that their caller waits for. */
final class Calls {
    private static final long MOVE_CALL = 3 * Timeline.SECOND;

    private final World world;

    Calls(World world) {
        this.world = world;
    }

    /** What the called pod does; it may wait. */
    interface Handler<T> {
        T answer(Pod pod) throws IOException;
    }

    /** The call surely had no effect. */
    static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSentException(String why) {
            super(why);
        }
    }

    /** Sends a call; the promise is kept when its answer arrives, if ever. */
    <T> Promise<T> send(String from, Pod to, boolean repeatable, Handler<T> handler) {
        Promise<T> reply = new Promise<>(world.time);
        if (!world.network.reaches(from, to.name)) {
            world.time.after(300 * Timeline.MILLI, () -> reply.completeExceptionally(new NotSentException("cut off")));
            return reply;
        }
        Runnable deliver = () -> to.handle(
                handler,
                (value, thrown) -> world.network.send(to.name, from, () -> {
                    if (thrown == null) {
                        reply.complete(value);
                    } else {
                        reply.completeExceptionally(thrown);
                    }
                }));
        if (repeatable) {
            world.network.sendRepeatable(from, to.name, deliver);
        } else {
            world.network.send(from, to.name, deliver);
        }
        return reply;
    }

    <T> T call(String from, Pod to, long atMost, boolean repeatable, Handler<T> handler) throws IOException {
        try {
            return send(from, to, repeatable, handler).get(Math.max(1, atMost), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(to.name + " didn't answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forwards a request; null where it surely had no effect there and may be sent again. */
    @Nullable
    Answer forward(String from, Pod to, Request request) {
        try {
            long atMost = request.deadline() - world.time.now() + 300 * Timeline.MILLI;
            return call(from, to, atMost, false, pod -> pod.answer(request));
        } catch (NotSentException e) {
            return null;
        } catch (IOException e) {
            return request.operation().write() == null ? null : Answer.error(504, String.valueOf(e.getMessage()));
        }
    }

    /** Another shard as a target of moves asks it: each of its pods until the leader answers. */
    PeerShard shard(String from, int ordinal) {
        return new PeerShard() {
            @Override
            public SourceView open(MoveOrder order) throws IOException {
                return atLeader(pod -> pod.moves().open(order));
            }

            @Override
            public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
                SourcePage page = atLeader(pod -> pod.moves().entries(move, after, maxBytes));
                return world.plants.copied(SourcePageCodec.decode(SourcePageCodec.encode(page)));
            }

            @Override
            public SourceView fence(String move) throws IOException {
                return atLeader(pod -> pod.moves().fence(move));
            }

            @Override
            public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
                return atLeader(pod -> pod.moves().decide(order, commit, fenceIndex, why));
            }

            @Override
            public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
                if (world.plants.fires(Plant.ADOPT_UNDECIDED)) {
                    return new SourceView(MovePhase.COMMITTED, fenceIndex, List.of(), "");
                }
                if (world.plants.fires(Plant.DROP_COPIED_ENTRY)) {
                    return atLeader(pod -> pod.moves().decide(order, true, fenceIndex, ""));
                }
                return atLeader(pod -> pod.moves().commit(order, fenceIndex, content));
            }

            @Override
            public SourceView decision(String move) throws IOException {
                return atLeader(pod -> pod.moves().decision(move));
            }

            @Override
            public SourceView adopted(String move) throws IOException {
                return atLeader(pod -> pod.moves().adopted(move));
            }

            private <T> T atLeader(Handler<T> handler) throws IOException {
                IOException last = new NotSentException("shard " + ordinal + " has no pods");
                for (Pod pod : world.podsOf(ordinal)) {
                    try {
                        return call(from, pod, MOVE_CALL, true, handler);
                    } catch (NotSentException | NotLeaderException e) {
                        last = e;
                    }
                }
                throw last;
            }
        };
    }
}
