package io.shardwright.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GeneratedSectionTest {

    private static final String DOCUMENT =
            "# Title\n\n" + GeneratedSection.BEGIN + "\nold\n" + GeneratedSection.END + "\n\nby hand\n";

    @Test
    void replacesWhatIsBetweenTheLinesAndNothingElse() {
        var replaced = GeneratedSection.replace(DOCUMENT, "new");

        assertThat(replaced)
                .startsWith("# Title\n\n" + GeneratedSection.BEGIN)
                .contains("\nnew\n")
                .doesNotContain("old")
                .endsWith(GeneratedSection.END + "\n\nby hand\n");
        assertThat(GeneratedSection.replace(replaced, "new")).isEqualTo(replaced);
    }

    @Test
    void aDocumentWithoutTheLinesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GeneratedSection.replace("# Title\n", "new"));
    }
}
