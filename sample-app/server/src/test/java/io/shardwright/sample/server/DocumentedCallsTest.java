package io.shardwright.sample.server;

import static io.shardwright.sample.server.TestShards.PARTITIONS;
import static io.shardwright.sample.server.TestShards.UID;
import static io.shardwright.sample.server.TestShards.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.OwnershipMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server answers every call as the contract's OpenAPI document says, and with every status that the document names. */
class DocumentedCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE_MOVE = Contract.MOVES_PATH + "/{id}";
    private static final String SOURCE = pod(0, 0);
    private static final String TARGET = pod(1, 0);
    private static final String WAITING = pod(2, 0);
    private static final String REFUSED = pod(3, 0);

    @TempDir
    private Path folder;

    private DocumentedCalls document;
    private TestShards shards;

    @BeforeEach
    void start() throws Exception {
        document = new DocumentedCalls();
        shards = new TestShards(folder);
        shards.found(0, 2, "0-15");
        shards.found(1, 1, "");
        shards.start(2, 0);
        shards.start(3, 0, "another");
        shards.stop(REFUSED);
        shards.start(3, 0);
    }

    @AfterEach
    void stop() throws Exception {
        shards.close();
    }

    @Test
    void answersEveryCallAsDocumented() throws Exception {
        takesMaps();
        takesMembers();
        movesPartitions();
        tellsItsStatus();
        stepsDown();
        answersProbes();
        refusesWithItsVolume();
        assertThat(document.unseen())
                .as("described, but not seen; the group of a live server can't be stopped from outside")
                .containsExactly("GET " + Contract.LIVE_PATH + " 503");
    }

    private void takesMaps() throws Exception {
        call(200, "GET", SOURCE, Contract.MAP_PATH);
        call(400, "GET", SOURCE, Contract.MAP_PATH, Contract.MAP_PATH + "?wait=long", "");
        order(200, SOURCE, Contract.MAP_PATH, map(UID));
        order(409, SOURCE, Contract.MAP_PATH, map("another"));
        call(400, "PUT", SOURCE, Contract.MAP_PATH, Contract.MAP_PATH, "{");
        call(400, "PUT", SOURCE, Contract.MAP_PATH, Contract.MAP_PATH, "null");
        String query = "?wait=1&leader=x&after=" + map(UID).epoch();
        call(200, "GET", SOURCE, Contract.MAP_PATH, Contract.MAP_PATH + query, "");
    }

    private static OwnershipMap map(String uid) {
        return new OwnershipMap(uid, 3, PARTITIONS, List.of(new OwnershipMap.ShardRanges(0, "0-15")), List.of());
    }

    private void takesMembers() throws Exception {
        order(200, SOURCE, Contract.MEMBERS_PATH, new MembersOrder(UID, shards.members(0, 2), null));
        order(409, SOURCE, Contract.MEMBERS_PATH, new MembersOrder("another", List.of(), null));
        call(400, "PUT", SOURCE, Contract.MEMBERS_PATH, Contract.MEMBERS_PATH, "[]");
        call(400, "PUT", SOURCE, Contract.MEMBERS_PATH, Contract.MEMBERS_PATH, "null");
        var others = new MembersOrder(UID, shards.members(0, 2), new MembersOrder.Bootstrap("0-3,9"));
        order(200, WAITING, Contract.MEMBERS_PATH, others);
    }

    private void movesPartitions() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(shards.put(SOURCE, "/kv/k" + i, "v").statusCode()).isEqualTo(200);
        }
        move(200, "first", "0-3,9", MoveOrder.Intent.RUN);
        move(409, "first", "5", MoveOrder.Intent.RUN);
        move(200, "void", "5", MoveOrder.Intent.ABORT);
        TestShards.await(() -> shards.move(1, "first").phase() == MovePhase.DONE
                && shards.move(1, "void").phase() == MovePhase.ABORTED);
        var other = new MoveOrder("other", 0, 1, "6", MoveOrder.Intent.RUN);
        call(400, "PUT", TARGET, ONE_MOVE, Contract.MOVES_PATH + "/first", JSON.writeValueAsString(other));
        call(400, "PUT", TARGET, ONE_MOVE, Contract.MOVES_PATH + "/first", "null");
        for (String pod : List.of(SOURCE, TARGET)) {
            call(200, "GET", pod, Contract.MOVES_PATH);
            call(200, "GET", pod, ONE_MOVE, Contract.MOVES_PATH + "/first", "");
        }
        call(200, "GET", TARGET, ONE_MOVE, Contract.MOVES_PATH + "/void", "");
        call(404, "GET", TARGET, ONE_MOVE, Contract.MOVES_PATH + "/unknown", "");
    }

    private void move(int status, String id, String ranges, MoveOrder.Intent intent) throws Exception {
        String order = JSON.writeValueAsString(new MoveOrder(id, 0, 1, ranges, intent));
        document.checkRequest("PUT", ONE_MOVE, order);
        call(status, "PUT", TARGET, ONE_MOVE, Contract.MOVES_PATH + "/" + id, order);
    }

    private void tellsItsStatus() throws Exception {
        for (String pod : List.of(pod(0, 0), pod(0, 1), TARGET, WAITING, REFUSED)) {
            call(200, "GET", pod, Contract.STATUS_PATH);
            String loads = Contract.STATUS_PATH + "?" + Contract.LOADS_PARAMETER + "=true";
            call(200, "GET", pod, Contract.STATUS_PATH, loads, "");
        }
        assertThat(shards.status(TARGET).owned())
                .as("validated with something in it")
                .isNotEmpty();
    }

    private void stepsDown() throws Exception {
        call(200, "POST", SOURCE, Contract.STEP_DOWN_PATH);
        call(409, "POST", TARGET, Contract.STEP_DOWN_PATH);
    }

    private void answersProbes() throws Exception {
        call(200, "GET", TARGET, Contract.READY_PATH);
        call(503, "GET", WAITING, Contract.READY_PATH);
        for (String pod : List.of(TARGET, WAITING, REFUSED)) {
            call(200, "GET", pod, Contract.LIVE_PATH);
        }
        call(200, "GET", TARGET, Contract.METRICS_PATH);
    }

    private void refusesWithItsVolume() throws Exception {
        for (String path :
                List.of(Contract.MAP_PATH, Contract.MOVES_PATH, ONE_MOVE, Contract.READY_PATH, Contract.METRICS_PATH)) {
            call(503, "GET", REFUSED, path);
        }
        for (String path : List.of(Contract.MAP_PATH, Contract.MEMBERS_PATH, ONE_MOVE)) {
            call(503, "PUT", REFUSED, path);
        }
        call(503, "POST", REFUSED, Contract.STEP_DOWN_PATH);
        call(503, "GET", WAITING, Contract.MOVES_PATH);
    }

    private void order(int status, String pod, String path, Object order) throws Exception {
        String body = JSON.writeValueAsString(order);
        document.checkRequest("PUT", path, body);
        call(status, "PUT", pod, path, path, body);
    }

    private void call(int status, String method, String pod, String path) throws Exception {
        call(status, method, pod, path, path.replace("{id}", "any"), "");
    }

    private void call(int status, String method, String pod, String path, String target, String body) throws Exception {
        var answer = shards.management(method, pod, target, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, target, TestShards.text(answer))
                .isEqualTo(status);
        document.checkAnswer(method, path, answer);
    }
}
