package io.shardwright.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    @Test
    void everythingRunsUnlessPartsAreNamed() {
        assertThat(BenchOptions.parse("run").parts()).containsExactlyInAnyOrder(Part.values());
        assertThat(BenchOptions.parse("run", "--only=skew,drift").parts()).isEqualTo(Set.of(Part.SKEW, Part.DRIFT));
    }

    @Test
    void optionsAreTakenInAnyOrder() {
        var options = BenchOptions.parse("docs", "--docs=there", "--quick", "--seed=7", "--folder=here");

        assertThat(options)
                .isEqualTo(new BenchOptions(
                        BenchOptions.Action.DOCS, 7, true, Set.of(Part.values()), Path.of("here"), Path.of("there")));
    }

    @Test
    void whatIsUnknownIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("fly"))
                .withMessageContaining("fly");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("run", "--only=peers,speed"))
                .withMessageContaining("speed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("run", "--seed=x"))
                .withMessageContaining("x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("run", "--fast"))
                .withMessageContaining("--fast");
    }
}
