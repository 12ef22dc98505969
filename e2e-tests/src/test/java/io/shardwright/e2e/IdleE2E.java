package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.cluster.ApiWrites;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No work when nothing changed. */
class IdleE2E {
    @Test
    void theOperatorWritesNothingWhileNothingChanges() {
        Duration idle = Duration.ofSeconds(Long.getLong("shardwright.idleSeconds", 60));
        SharedStore.settled();
        Store.pause(Duration.ofSeconds(15));
        ApiWrites writes = ApiWrites.sinceNow(SharedStore.CLUSTER);
        Store.pause(idle);
        List<String> byOperator = writes.by("system:serviceaccount:shardwright-system:shardwright-operator");
        System.out.println(idle.toSeconds() + " idle seconds: " + byOperator.size()
                + " API writes by the operator, beside renewals of its leader election lease: "
                + writes.leaseRenewals());
        assertThat(byOperator).isEmpty();
        assertThat(writes.leaseRenewals()).as("the audit log sees the operator").isPositive();
    }
}
