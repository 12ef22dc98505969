package io.shardwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeySourceTest {
    private static @Nullable String key(KeySource source, String path, @Nullable String query) {
        byte[] key = source.extract(path, query, Map.of("X-Shard-Key", " a,b ")::get);
        return key == null ? null : new String(key, StandardCharsets.ISO_8859_1);
    }

    @Test
    void takesTheRawSegmentAndDecodesItAfterwards() {
        KeySource source = new KeySource.Path(2);
        assertThat(key(source, "/kv/a%2Fb", null)).isEqualTo("a/b");
        assertThat(key(source, "/kv/a+b,c", null)).isEqualTo("a+b,c");
        assertThat(key(source, "/kv/%00%ff", null)).isEqualTo("\u0000\u00ff");
        assertThat(key(source, "/kv/x/y", null)).isEqualTo("x");
    }

    @Test
    void saysThatThereIsNoKeyWhereItIsMissingEmptyOrBroken() {
        KeySource source = new KeySource.Path(2);
        for (String path : new String[] {"/kv", "/kv/", "/kv//x", "/kv/%", "/kv/%4", "/kv/%zz", "/"}) {
            assertThat(key(source, path, null)).as(path).isNull();
        }
        assertThat(key(new KeySource.Query("key"), "/kv", null)).isNull();
        assertThat(key(new KeySource.Query("key"), "/kv", "key=")).isNull();
        assertThat(key(new KeySource.Query("key"), "/kv", "key&key=second")).isNull();
    }

    @Test
    void takesTheFirstQueryParameterOfThatVeryName() {
        KeySource source = new KeySource.Query("key");
        assertThat(key(source, "/kv", "monkey=1&key=a+b%2B&key=c")).isEqualTo("a b+");
    }

    @Test
    void keepsCommasOfAHeader() {
        assertThat(key(new KeySource.Header("X-Shard-Key"), "/", null)).isEqualTo("a,b");
    }

    @Test
    void takesHeadersOfPrintableAsciiOnly() {
        KeySource source = new KeySource.Header("X-Shard-Key");
        for (String value : new String[] {"caf\u00e9", "a\tb", "\u20ac", "a\u0000", " \t"}) {
            assertThat(source.extract("/", null, Map.of("X-Shard-Key", value)::get))
                    .as(value)
                    .isNull();
        }
        assertThat(source.extract("/", null, Map.of("X-Shard-Key", "\t a b~ ")::get))
                .isEqualTo("a b~".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsItsOwnText() {
        for (String text : new String[] {"path:2", "query:key", "header:X-Shard-Key"}) {
            assertThat(KeySource.parse(text).text()).isEqualTo(text);
        }
        assertThatThrownBy(() -> KeySource.parse("cookie:a")).hasMessageContaining("path:SEGMENT");
    }
}
