package io.shardwright.crds.apiserver;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real API server with its own etcd, on loopback ports of its own, with Shardwright's definitions installed.
 *
 * <p>There are no controllers, nodes or scheduler behind it: nothing makes pods of a StatefulSet, and what is deleted
 * with finalizers stays. RBAC is enforced. Tests get one by {@link ApiServerExtension}; namespaces of their own keep
 * them apart.
 */
public final class ApiServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final List<String> DEFINITIONS =
            List.of("shardsets.shardwright.io", "partitionmaps.shardwright.io", "rebalances.shardwright.io");

    private final Path directory;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<ReservedPort> ports = new ArrayList<>();
    private final String url;
    private final String token = UUID.randomUUID().toString();
    private final Thread stopAtExit = new Thread(this::stopProcesses, "stop-api-server");

    private ApiServer() throws IOException {
        directory = Files.createTempDirectory("shardwright-apiserver");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        int etcdPort = reservePort();
        int port = reservePort();
        url = "https://127.0.0.1:" + port;
        processes.add(ChildProcess.start("etcd", directory, etcdCommand(etcdPort)));
        processes.add(ChildProcess.start("kube-apiserver", directory, apiServerCommand(etcdPort, port)));
    }

    /**
     * Starts a server, and returns once it is ready and knows the definitions.
     *
     * @throws IllegalStateException if a binary is missing or the server isn't ready in three minutes
     */
    public static ApiServer start() {
        // Nothing is made, and so nothing left behind, when a binary is missing.
        Binary.ETCD.path();
        Binary.KUBE_APISERVER.path();
        ApiServer server;
        try {
            server = new ApiServer();
        } catch (IOException e) {
            throw new UncheckedIOException("starting an API server", e);
        }
        try {
            server.awaitReady();
            server.installDefinitions();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A client that may do everything. The caller closes it. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config().build()).build();
    }

    /** A client with the rights of a service account, and no others. The caller closes it. */
    public KubernetesClient clientAs(String namespace, String serviceAccount) {
        Config config = config().withImpersonateUsername("system:serviceaccount:" + namespace + ":" + serviceAccount)
                .withImpersonateGroups(
                        "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Runs kubectl against this server as an administrator.
     *
     * @return what it printed, errors included, and its exit code
     */
    public KubectlResult kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Binary.KUBECTL.path().toString(),
                "--kubeconfig=" + writeKubeconfig(),
                "--cache-dir=" + directory.resolve("kubectl-cache")));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new KubectlResult(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("running kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running kubectl", e);
        }
    }

    /** What kubectl printed, and its exit code. */
    public record KubectlResult(int exitCode, String output) {}

    /** A kubeconfig file for this server, which is deleted with it. */
    public Path writeKubeconfig() {
        Path file = directory.resolve("kubeconfig");
        String text = """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: admin, user: {token: "%s"}}]
                contexts: [{name: test, context: {cluster: test, user: admin}}]
                current-context: test
                """.formatted(url, token);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a kubeconfig", e);
        }
    }

    private ConfigBuilder config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .withOauthToken(token)
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0);
    }

    private List<String> etcdCommand(int port) throws IOException {
        return List.of(
                Binary.ETCD.path().toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + port,
                "--advertise-client-urls=http://127.0.0.1:" + port,
                "--listen-peer-urls=http://127.0.0.1:" + reservePort(),
                "--socket-reuse-port",
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private List<String> apiServerCommand(int etcdPort, int port) throws IOException {
        Path key = writeServiceAccountKey();
        Path tokens = Files.writeString(directory.resolve("tokens.csv"), token + ",admin,admin,\"system:masters\"\n");
        return List.of(
                Binary.KUBE_APISERVER.path().toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--permit-port-sharing",
                "--cert-dir=" + directory.resolve("certificates"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/16",
                // Without a controller manager no namespace gets its default account.
                "--disable-admission-plugins=ServiceAccount",
                "--allow-privileged=true");
    }

    private Path writeServiceAccountKey() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return Files.writeString(
                    directory.resolve("service-account.key"),
                    "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private void awaitReady() {
        Instant limit = Instant.now().plus(START_LIMIT);
        try (KubernetesClient client = client()) {
            while (true) {
                processes.forEach(ChildProcess::requireAlive);
                try {
                    client.raw("/readyz");
                    client.namespaces().withName("default").require();
                    return;
                } catch (RuntimeException e) {
                    if (Instant.now().isAfter(limit)) {
                        throw new IllegalStateException(
                                "no API server within " + START_LIMIT + ": "
                                        + processes.getLast().logTail(),
                                e);
                    }
                    pause();
                }
            }
        }
    }

    private void installDefinitions() {
        try (KubernetesClient client = client()) {
            for (String name : DEFINITIONS) {
                CustomResourceDefinition definition =
                        client.getKubernetesSerialization().unmarshal(resource(name));
                client.resource(definition).create();
            }
            for (String name : DEFINITIONS) {
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(name)
                        .waitUntilCondition(ApiServer::isEstablished, 60, TimeUnit.SECONDS);
            }
        }
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static InputStream resource(String name) {
        String path = "/META-INF/shardwright/crds/" + name + ".yaml";
        return Objects.requireNonNull(ApiServer.class.getResourceAsStream(path), path);
    }

    private int reservePort() throws IOException {
        ReservedPort port = new ReservedPort();
        ports.add(port);
        return port.number();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the API server", e);
        }
    }

    private void stopProcesses() {
        processes.reversed().forEach(ChildProcess::close);
        ports.forEach(ReservedPort::close);
    }

    @Override
    public void close() {
        stopProcesses();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + directory, e);
        }
    }
}
