package io.shardwright.sample.server;

import io.shardwright.sample.server.config.ServerConfig;
import java.io.IOException;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one server until SIGTERM. */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);

    /**
     * Held, because an unreferenced logger forgets its level. They log a line or more per socket, and a stack trace per try
     * while a pod that is made anew has no name.
     */
    private static final List<java.util.logging.Logger> TALKATIVE = Stream.of(
                    "io.helidon", "org.apache.ratis.thirdparty")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    private ServerMain() {}

    /**
     * Starts the server that the environment describes; with {@code SHARDWRIGHT_TRAIN=1} a short run for an AOT cache.
     *
     * @throws IOException if the volume can't be used or a port is taken
     */
    public static void main(String[] arguments) throws Exception {
        TALKATIVE.forEach(logger -> logger.setLevel(java.util.logging.Level.SEVERE));
        noNativeNetty();
        quickNames();
        if ("1".equals(System.getenv("SHARDWRIGHT_TRAIN"))) {
            Training.run();
            System.exit(0);
        }
        ServerConfig config;
        ShardServer.Tuning tuning;
        try {
            config = ServerConfig.fromEnvironment(System.getenv());
            tuning = ShardServer.Tuning.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("why", e.getMessage()).log("not started");
            System.exit(2);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        ShardServer server =
                ShardServer.start(config, tuning, () -> Runtime.getRuntime().halt(1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ended), "shutdown"));
        ended.await();
    }

    private static void end(ShardServer server, CountDownLatch ended) {
        try {
            server.shutDown();
            LOG.atInfo().log("ended");
        } catch (IOException e) {
            LOG.atError().setCause(e).log("ended with an error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
            // After SIGTERM the JVM would exit with 143; everything is in order, so say so.
            Runtime.getRuntime().halt(0);
        }
    }

    /** Ratis' Netty would unpack a native library that it isn't set up to use. */
    private static void noNativeNetty() {
        System.setProperty("org.apache.ratis.thirdparty.io.netty.transport.noNative", "true");
    }

    /** A pod that comes back has another address: names are looked up again soon, by the JDK and by gRPC. */
    private static void quickNames() {
        Security.setProperty("networkaddress.cache.ttl", "2");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.setProperty("networkaddress.cache.ttl", "2");
    }
}
