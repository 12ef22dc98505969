package io.shardwright.sample.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.KvRequest;
import io.shardwright.sample.server.serve.Operation;
import io.shardwright.sample.server.state.Condition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values arrive while others are still under way. */
class AdmissionTest {
    private static KvRequest put(int bytes) {
        return new KvRequest(new Operation.Put(new byte[1], new byte[bytes], Condition.none()), 0, 0, 0, false, 0);
    }

    @Test
    void refusesAValueForWhichTheOthersLeaveNoRoomAndTakesItAfterwards() throws Exception {
        List<Integer> inner = new ArrayList<>();
        Admission[] self = new Admission[1];
        self[0] = new Admission(
                request -> {
                    if (inner.isEmpty()) {
                        inner.add(self[0].inFlight());
                        inner.add(self[0].answer(put(5 << 10)).status());
                        inner.add(self[0].answer(put(1 << 10)).status());
                    }
                    return KvAnswer.error(404, "there");
                },
                10 << 10);
        assertThat(self[0].answer(put(6 << 10)).status()).isEqualTo(404);
        assertThat(inner).containsExactly(1, 503, 404);
        assertThat(self[0].answer(put(9 << 10)).status()).isEqualTo(404);
        assertThat(self[0].inFlight()).isZero();
    }
}
