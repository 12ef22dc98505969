package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveOrder;
import io.shardwright.sample.server.state.CopyCursor;
import java.io.IOException;

/** The way to another shard, with all that can go wrong on it: calls and answers get lost, come twice or come late. */
final class SimPeer implements PeerShard {
    private interface Call<T> {
        T to(PeerShard shard) throws IOException;
    }

    private final SimShard shard;
    private final Simulation world;

    SimPeer(SimShard shard, Simulation world) {
        this.shard = shard;
        this.world = world;
    }

    private <T> T call(Call<T> call) throws IOException {
        if (world.fails(25)) {
            throw new IOException("call lost");
        }
        if (world.fails(25)) {
            world.later(() -> call.to(shard.someLeader().service));
            throw new IOException("call late");
        }
        if (world.fails(25)) {
            call.to(shard.someLeader().service);
        }
        world.meanwhile();
        T answer = call.to(shard.someLeader().service);
        world.meanwhile();
        if (world.fails(25)) {
            throw new IOException("answer lost");
        }
        return answer;
    }

    @Override
    public SourceView open(MoveOrder order) throws IOException {
        return call(s -> s.open(order));
    }

    @Override
    public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
        CopyCursor sent = CopyCursor.parse(after.text());
        return SourcePageCodec.decode(call(s -> SourcePageCodec.encode(s.entries(move, sent, maxBytes))));
    }

    @Override
    public SourceView fence(String move) throws IOException {
        return call(s -> s.fence(move));
    }

    @Override
    public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
        return call(s -> s.decide(order, commit, fenceIndex, why));
    }

    @Override
    public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
        return call(s -> s.commit(order, fenceIndex, content));
    }

    @Override
    public SourceView decision(String move) throws IOException {
        return call(s -> s.decision(move));
    }

    @Override
    public SourceView adopted(String move) throws IOException {
        return call(s -> s.adopted(move));
    }
}
