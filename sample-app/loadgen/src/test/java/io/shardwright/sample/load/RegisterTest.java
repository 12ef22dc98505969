package io.shardwright.sample.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegisterTest {
    private final Register register = new Register("k");

    @Test
    void acceptsTheAcknowledgedValueAndRefusesAnOlderOne() {
        byte[] first = write();
        byte[] second = write();
        assertThat(register.judge(register.beginRead(), second)).isEmpty();
        assertThat(register.judge(register.beginRead(), first)).hasValue("key k shows write 1 after write 2");
    }

    @Test
    void refusesThatAnAcknowledgedValueIsGone() {
        write();
        assertThat(register.judge(register.beginRead(), null)).hasValue("key k shows nothing after write 1");
    }

    @Test
    void acceptsBothOutcomesOfAnUncertainWriteUntilOneWasSeen() {
        byte[] first = write();
        byte[] second = register.beginPut(40);
        register.uncertain();
        assertThat(register.judge(register.beginRead(), first)).isEmpty();
        assertThat(register.judge(register.beginRead(), second)).isEmpty();
        assertThat(register.judge(register.beginRead(), first)).isPresent();
        assertThat(register.isAbandoned()).isTrue();
    }

    @Test
    void acceptsAReadThatBeganBeforeAWriteWasAcknowledged() {
        byte[] first = write();
        long since = register.beginRead();
        write();
        assertThat(register.judge(since, first)).isEmpty();
    }

    @Test
    void refusesAValueThatWasNeverWritten() {
        byte[] value = write();
        value[value.length - 1] ^= 1;
        assertThat(register.judge(0, value))
                .hasValueSatisfying(why -> assertThat(why).contains("never written"));
        assertThat(register.judge(0, "k#99#".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Test
    void refusesThatARefusedWriteIsSeen() {
        byte[] value = register.beginPut(40);
        assertThat(register.judge(0, value)).isEmpty();
        assertThat(register.notApplied()).isPresent();
    }

    @Test
    void followsADeletion() {
        byte[] value = write();
        register.beginDelete();
        register.acknowledged(null);
        assertThat(register.judge(register.beginRead(), null)).isEmpty();
        assertThat(register.judge(register.beginRead(), value)).isPresent();
    }

    private byte[] write() {
        byte[] value = register.beginPut(40);
        register.acknowledged("v");
        return value;
    }
}
