package io.shardwright.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LinePlotTest {

    private static final double[] X = {1_000, 10_000, 1_000_000};
    private static final double[] Y = {0.02, 0.3, 40};

    @Test
    void isWellFormedAndHoldsEveryLineAndPoint() throws Exception {
        var document = parsed(
                new LinePlot("a < b & c", Axis.decades("partitions", 1_000, 1_000_000), Axis.decades("ms", 0.02, 40))
                        .with(Series.measured("measured", X, Y))
                        .with(Series.bound("<bound>", X, Y))
                        .svg());

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & c");
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(texts(document)).contains("measured", "<bound>", "10k", "1M", "0.01", "100");
    }

    @Test
    void theSameDataGiveTheSameText() {
        assertThat(plot().svg()).isEqualTo(plot().svg());
    }

    @Test
    void linearTicksAreRoundAndFew() {
        assertThat(Axis.linear("day", 0, 30).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0);
        assertThat(Axis.linear("ratio", 1, 1.3).ticks()).hasSizeBetween(4, 9);
    }

    @Test
    void positionsOnALogarithmicAxisGoByDecades() {
        var axis = Axis.decades("n", 10, 1_000);

        assertThat(axis.position(10)).isZero();
        assertThat(axis.position(100)).isEqualTo(0.5, within(1e-9));
        assertThat(axis.position(1_000)).isOne();
    }

    @Test
    void axesAndSeriesThatCannotBeDrawnAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Axis.linear("nothing", 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Axis("logarithm of 0", 0, 1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> Series.trace("uneven", X, new double[2]));
    }

    private static LinePlot plot() {
        return new LinePlot("t", Axis.linear("x", 0, 10), Axis.linear("y", 0, 1))
                .with(Series.trace("s", new double[] {0, 10}, new double[] {0.1, 0.9}));
    }

    private static String texts(Document document) {
        var text = new StringBuilder();
        var nodes = document.getElementsByTagName("text");
        for (int node = 0; node < nodes.getLength(); node++) {
            text.append(nodes.item(node).getTextContent()).append('\n');
        }
        return text.toString();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
