import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers as a Kubernetes API server that holds nothing, for applications that are started once to train their AOT cache:
 * every list is empty, every object is absent, every write is allowed and forgotten, every watch stays silent.
 *
 * <p>Arguments: the port on loopback, and a PKCS #12 key store with the password "training".
 */
final class EmptyApi {
    private static final char[] PASSWORD = "training".toCharArray();

    private static final String ALLOWED =
            "{\"status\":{\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}],\"nonResourceRules\":[]}}";

    public static void main(String[] args) throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(Path.of(args[1]))));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", EmptyApi::answer);
        server.start();
    }

    private static SSLContext identity(Path file) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        System.out.println(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        var body = exchange.getRequestBody().readAllBytes();
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        var path = exchange.getRequestURI().getPath();
        if (path.endsWith("/selfsubjectrulesreviews")) {
            send(exchange, 201, ALLOWED);
        } else if (!exchange.getRequestMethod().equals("GET")) {
            send(exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200, body);
        } else if (query.contains("watch=true")) {
            watch(exchange);
        } else if (path.equals("/version")) {
            send(exchange, 200, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0\"}");
        } else if (isCollection(path)) {
            send(exchange, 200, "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
        } else {
            send(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}");
        }
    }

    /** A client that wants a WebSocket is told that there is none, and comes again without. */
    private static void watch(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            send(exchange, 200, "");
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a path names a kind ({@code /api/v1/pods}) rather than an object ({@code /api/v1/namespaces/a/pods/b}). */
    private static boolean isCollection(String path) {
        List<String> rest = Arrays.asList(path.substring(1).split("/"));
        rest = rest.subList(Math.min(rest.size(), rest.getFirst().equals("api") ? 2 : 3), rest.size());
        boolean namespaced = rest.size() > 2 && rest.getFirst().equals("namespaces");
        return rest.size() - (namespaced ? 2 : 0) == 1;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
