package io.shardwright.cli.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Map<String, Object> SELF = Map.of(
            "n",
            7L,
            "d",
            1.5,
            "s",
            "abc",
            "list",
            List.of(1L, 2L, 3L),
            "items",
            List.of(Map.of("a", 1L), Map.of("b", 2L)));

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            1 + 2 * 3 == 7                                   ; true
            self.n % 2 == 1                                  ; true
            -self.n                                          ; -7
            self.n in [1, 7]                                 ; true
            !has(self.x) || self.x > 1                       ; true
            has(self.n) && self.n >= 7                       ; true
            self.x == 1 || true                              ; true
            true || self.x == 1                              ; true
            self.x == 1 && false                             ; false
            self.list.sum()                                  ; 6
            self.list.map(i, i * 2)                          ; [2, 4, 6]
            self.list.filter(i, i > 1).size()                ; 2
            self.list.map(i, i > 1, i * 10)                  ; [20, 30]
            self.items.all(i, has(i.a) || has(i.b))          ; true
            self.items.exists(i, i.b == 2)                   ; true
            self.items.exists_one(i, has(i.a))               ; true
            self.s.matches('^a') && self.s.startsWith("ab")  ; true
            size(self.s)                                     ; 3
            'n is %d of %s, 100%%'.format([self.n, self.s])  ; n is 7 of abc, 100%
            self.n > 5 ? 'many' : 'few'                      ; many
            self.d * 2.0 == 3.0                              ; true
            double('99.95') > 99.9                           ; true
            self.list[1]                                     ; 2
            oldSelf.n != self.n                              ; true
            self.list.max() - self.list.min()                ; 2
            quantity('1Mi').compareTo(quantity('1048576'))   ; 0
            quantity('1.5G').compareTo(quantity('1Gi')) > 0  ; true
            quantity('100m').compareTo(quantity('1e-1'))     ; 0
            isQuantity('64Mi') && !isQuantity('fast')        ; true
            """)
    void evaluates(String expression, String value) throws CelException {
        assertThat(String.valueOf(Expression.parse(expression).evaluate(SELF, Map.of("n", 8L))))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.x",
                "self.n / 0",
                "self.n + 'a'",
                "self.s < 1",
                "self.list[9]",
                "'%d'.format([])",
                "[].min()"
            })
    void hasNoValueWhereTheLanguageGivesNone(String expression) {
        assertThatExceptionOfType(CelException.class)
                .isThrownBy(() -> Expression.parse(expression).evaluate(SELF, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1 +", "self.", "foo(1)", "self.list.bar()", "'open", "a b", "has(1)", "self.all(1, 2)", "#"
            })
    void refusesWhatItDoesNotKnow(String expression) {
        assertThatExceptionOfType(CelException.class).isThrownBy(() -> Expression.parse(expression));
    }
}
