package io.shardwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openapi.yaml} and the Java types say the same: what one has, the other has. */
class ContractDocumentTest {
    private ContractDocument document;

    @BeforeEach
    void read() throws IOException {
        document = ContractDocument.read();
    }

    @Test
    void describesEveryRecordWithItsComponentsTypesAndNullability() throws Exception {
        assertThat(document.fields()).containsExactlyElementsOf(JavaContract.components());
    }

    @Test
    void listsAndExplainsTheConstantsOfEveryEnumeration() throws Exception {
        assertThat(document.enumerations()).isEqualTo(JavaContract.enumerations());
        assertThat(document.explanations()).isEqualTo(JavaContract.enumerations());
    }

    @Test
    void namesTheSameVersionPathsParametersPortsVariablesAndHeaders() {
        assertThat(document.names()).containsExactlyElementsOf(JavaContract.names());
    }

    @Test
    void saysWhereTheVolumeIsAndHowOftenARequestMayBeForwarded() {
        assertThat(document.description())
                .contains("folder of the pod's volume: `" + Contract.DATA_DIR + "`")
                .contains("at most " + Contract.MAX_HOPS + " times");
    }

    @Test
    void describesEveryFieldAndHasNoOtherTextsThanRanges() {
        assertThat(document.undescribed()).isEmpty();
        assertThat(document.texts()).containsExactly(PartitionRanges.class.getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "7-9", "0-127,512", "a", "1-", "-1", "1,,3", "1 -3", ",", "1,"})
    void takesTheTextsForRangesThatTheCodeTakes(String text) {
        assertThat(document.pattern("PartitionRanges").matcher(text).matches())
                .isEqualTo(succeeds(() -> PartitionRanges.parse(text, 1024)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0-a", "-a", "a-", "A", "a_b", "move-1", "x y"})
    void takesTheIdsOfMovesThatTheCodeTakes(String id) {
        for (String each : List.of(id, id.repeat(63), id.repeat(64))) {
            assertThat(document.pattern("MoveOrder", "id").matcher(each).matches())
                    .as(each)
                    .isEqualTo(succeeds(() -> new MoveOrder(each, 0, 1, "", MoveOrder.Intent.RUN)));
        }
    }

    private static boolean succeeds(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
