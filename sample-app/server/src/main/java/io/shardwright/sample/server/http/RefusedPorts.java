package io.shardwright.sample.server.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.contract.Contract;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.identity.VolumeIdentity;
import java.util.List;

/** What a pod answers whose volume was refused: who it is, and why nothing else. It stays up so that the reason can be read. */
final class RefusedPorts implements HttpService {
    private final ServerConfig config;
    private final Volume.Refused refused;

    RefusedPorts(ServerConfig config, Volume.Refused refused) {
        this.config = config;
        this.refused = refused;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(Contract.STATUS_PATH, (request, response) -> Replies.json(response, 200, status()))
                .get(Contract.LIVE_PATH, (request, response) -> Replies.text(response, 200, "alive"))
                .any((request, response) -> refuse(response));
    }

    private void refuse(ServerResponse response) {
        Replies.text(response, 503, "this pod can't serve: " + refused.reason());
    }

    private ShardStatus status() {
        VolumeIdentity identity = refused.identity();
        return new ShardStatus(
                Contract.VERSION,
                identity == null ? config.shardSetUid() : identity.shardSetUid(),
                config.shard(),
                config.pod(),
                identity == null ? "" : identity.peer(),
                Role.REFUSED,
                0,
                null,
                refused.reason(),
                false,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                null);
    }
}
