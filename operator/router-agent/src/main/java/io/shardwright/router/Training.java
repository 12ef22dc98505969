package io.shardwright.router;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.shardwright.contract.KeySource;
import io.shardwright.router.files.RouterFiles;
import io.shardwright.router.settings.RouterPorts;
import io.shardwright.router.settings.RouterSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A short life of the agent, with an API server that has one map and one pod: it loads the classes that a start needs, so
 * that an ahead-of-time cache recorded meanwhile holds them.
 */
final class Training {
    private static final String MAP = """
            {"apiVersion":"shardwright.io/v1alpha1","kind":"PartitionMapList","metadata":{"resourceVersion":"1"},"items":[
            {"apiVersion":"shardwright.io/v1alpha1","kind":"PartitionMap","metadata":{"name":"train","namespace":"train",
            "resourceVersion":"1"},"spec":{"shardSetUid":"train","epoch":1,"partitions":16,"shardCount":1,
            "shards":[{"shard":0,"ranges":"0-15"}],"moved":[]}}]}
            """;
    private static final String SLICES = """
            {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSliceList","metadata":{"resourceVersion":"1"},"items":[
            {"metadata":{"name":"train-0-x","namespace":"train","resourceVersion":"1","labels":{
            "kubernetes.io/service-name":"train-0"}},"addressType":"IPv4","endpoints":[{"addresses":["127.0.0.1"],
            "conditions":{"ready":true},"targetRef":{"kind":"Pod","name":"train-0-0"}}]}]}
            """;
    private static final String VIEW = """
            {"shard":0,"leaderPod":"train-0-0","map":{"shardSetUid":"train","epoch":2,"partitions":16,
            "shards":[{"shard":0,"ranges":"0-15"}],"moved":[]}}
            """;

    private Training() {}

    static void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("router-training");
        var cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = path.contains("partitionmaps") ? MAP : path.contains("endpointslices") ? SLICES : VIEW;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        cluster.start();
        int port = cluster.getAddress().getPort();
        var settings = new RouterSettings(
                "train",
                "train",
                "train",
                16,
                new KeySource.Path(2),
                new RouterFiles(folder),
                new RouterPorts(1, 2, 0, port, port));
        var config = new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + port)
                .withNamespace("train")
                .build();
        try (var running = AgentMain.start(settings, config);
                var http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 20; i++) {
                for (String path : new String[] {"started", "ready", "live", "metrics"}) {
                    var uri = URI.create("http://127.0.0.1:" + running.status().port() + "/" + path);
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
                }
                Thread.sleep(50);
            }
        } finally {
            cluster.stop(0);
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
