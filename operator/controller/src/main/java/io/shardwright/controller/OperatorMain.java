package io.shardwright.controller;

import io.javaoperatorsdk.operator.OperatorException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The operator's process: runs until it's stopped or loses its lease. */
public final class OperatorMain {
    private OperatorMain() {}

    public static void main(String[] args) throws IOException {
        var log = LoggerFactory.getLogger(OperatorMain.class);
        try {
            var config = OperatorConfig.of(System.getenv());
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var client = ApiClient.create(registry);
            var process = new OperatorProcess(config, client, registry);
            process.start();
        } catch (IllegalArgumentException e) {
            log.error("can't start: {}", e.getMessage());
            System.exit(2);
        } catch (OperatorException e) {
            // Other threads would keep a process alive that does nothing.
            log.error("can't start, ending", e);
            Runtime.getRuntime().halt(1);
        }
    }
}
