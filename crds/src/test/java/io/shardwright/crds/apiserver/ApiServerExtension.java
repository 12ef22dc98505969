package io.shardwright.crds.apiserver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link ApiServer}: one server for the whole run, stopped at its end. If it doesn't
 * start, it is not tried again, and every test fails with the reason.
 */
public final class ApiServerExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Start.class, type -> Start.attempt(), Start.class)
                .serverOrThrow();
    }

    /** The one attempt to start a server, and what came of it. */
    private record Start(
            @Nullable ApiServer server, @Nullable RuntimeException failure) implements AutoCloseable {

        static Start attempt() {
            try {
                return new Start(ApiServer.start(), null);
            } catch (RuntimeException e) {
                return new Start(null, e);
            }
        }

        ApiServer serverOrThrow() {
            if (server == null) {
                throw new IllegalStateException(
                        "no API server to test against: "
                                + Objects.requireNonNull(failure).getMessage(),
                        failure);
            }
            return server;
        }

        @Override
        public void close() {
            if (server != null) {
                server.close();
            }
        }
    }
}
