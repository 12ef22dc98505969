package io.shardwright.controller.observe;

import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.shardcalls.ContractCallException;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.Fanout;
import io.shardwright.controller.shardcalls.PodAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks pods for their status, all at once. */
public final class StatusPoller {
    private final ContractClient client;
    private final Fanout fanout;

    public StatusPoller(ContractClient client, Fanout fanout) {
        this.client = client;
        this.fanout = fanout;
    }

    /** The replicas at these places, in the same order. */
    Map<Place, Replica> poll(String identity, List<Place> places) throws InterruptedException {
        var answers = fanout.all(
                places,
                place -> place.address()
                        .map(address -> ask(identity, place, address))
                        .orElseGet(() -> new Answer.Silent(place.obstacle())));
        var replicas = new LinkedHashMap<Place, Replica>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            replicas.put(
                    place,
                    new Replica(place.pod(), place.address(), answers.get(i), place.claimBound(), place.facts()));
        }
        return replicas;
    }

    private Answer ask(String identity, Place place, PodAddress address) {
        try {
            var status = client.status(address);
            return speaksFor(place, identity, status)
                    ? new Answer.Answered(status)
                    : new Answer.Silent("at its address answers " + status.pod() + " of shard " + status.shard());
        } catch (ContractCallException e) {
            return new Answer.Silent(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silent("the operator stops");
        }
    }

    /** Addresses are reused: another pod may answer. Only a refused volume may belong to another ShardSet. */
    private static boolean speaksFor(Place place, String identity, ShardStatus status) {
        return status.pod().equals(place.pod())
                && status.shard() == place.shard().ordinal()
                && (status.role() == Role.REFUSED || status.shardSetUid().equals(identity));
    }
}
