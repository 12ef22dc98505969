package io.shardwright.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.cli.command.Invocation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class PlanPictureTest {
    @TempDir
    Path folder;

    private String picture(int partitions, int shards, int then, String form) throws Exception {
        var file = Files.writeString(folder.resolve("s.yaml"), """
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store}
                spec: {shards: %d, partitions: %d, template: {spec: {containers: [{name: app, image: app}]}}}
                """.formatted(shards, partitions));
        var invocation = Invocation.of("plan", "-f", file.toString(), "--what-if", "shards=" + then, "-o", form);
        assertThat(invocation.err()).isEmpty();
        return invocation.out();
    }

    private static Document parse(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"16,1,2", "32,3,5", "256,3,5", "1024,60,50", "65536,999,1000", "65536,1000,3"})
    void isWellFormedAndBoundedAtEverySize(int partitions, int shards, int then) throws Exception {
        var svg = picture(partitions, shards, then, "svg");
        var document = parse(svg);
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(Integer.parseInt(document.getDocumentElement().getAttribute("width")))
                .isBetween(300, 1800);
        assertThat(svg.length()).isLessThan(8 << 20);
    }

    @Test
    void namesEveryShardInTheLegend() throws Exception {
        var svg = picture(256, 3, 5, "svg");
        assertThat(svg)
                .contains(">0 weight 100: 86 -&gt; 52<", ">4 weight 100: 0 -&gt; 51<", "partitions 0-15: shard 0");
    }

    @Test
    void holdsTheFiguresInAPageThatNeedsNothingElse() throws Exception {
        var html = picture(256, 3, 5, "html");
        assertThat(parse(html.replace("<!DOCTYPE html>", ""))
                        .getElementsByTagName("table")
                        .getLength())
                .isEqualTo(2);
        assertThat(html).doesNotContain("src=", "href=");
    }

    @Test
    void givesUpToEightShardsColoursOfTheirOwnAndNeighboursAlwaysDifferentOnes() {
        var few = new Palette(8);
        assertThat(IntStream.range(0, 8).mapToObj(few::of).distinct()).hasSize(8);
        var many = new Palette(1000);
        for (int shard = 1; shard < 1000; shard++) {
            assertThat(many.of(shard)).matches("#[0-9a-f]{6}").isNotEqualTo(many.of(shard - 1));
        }
    }
}
