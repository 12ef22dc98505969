package io.shardwright.router.haproxy;

import java.io.IOException;
import java.io.Serial;

/** HAProxy is there, but didn't do what it was told. */
final class RefusedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String command, String answer) {
        super(command + ": " + answer.strip());
    }
}
