package io.shardwright.controller;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.shardwright.controller.metrics.MetricNames;
import java.util.List;

/** The client of the API server: tells who it is, and counts its requests. */
public final class ApiClient {
    /** By this the API server's audit log and metrics tell the operator's requests from others'. */
    public static final String USER_AGENT = "shardwright-operator";

    private ApiClient() {}

    /** A client with the configuration found in the environment. */
    static KubernetesClient create(MeterRegistry registry) {
        return create(Config.autoConfigure(null), registry);
    }

    /** A client with this configuration. */
    public static KubernetesClient create(Config config, MeterRegistry registry) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config).withUserAgent(USER_AGENT).build())
                .withHttpClientBuilderConsumer(
                        builder -> builder.addOrReplaceInterceptor("requests", new RequestCounter(registry)))
                .build();
    }

    private record RequestCounter(MeterRegistry registry) implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            registry.counter(
                            MetricNames.API_REQUESTS,
                            MetricNames.METHOD,
                            request.method(),
                            MetricNames.RESOURCE,
                            resource(request.uri().getPath()))
                    .increment();
        }
    }

    /**
     * The kind of resource in a path: the segment after the namespace, else after the version; with a slash and the
     * subresource if there is one.
     */
    static String resource(String path) {
        var segments = List.of(path.replaceFirst("^/", "").split("/"));
        int version = "api".equals(segments.getFirst()) ? 1 : 2;
        int kind = segments.size() > version + 3 && "namespaces".equals(segments.get(version + 1))
                ? version + 3
                : version + 1;
        if (segments.size() <= kind) {
            return "other";
        }
        return segments.size() > kind + 2 ? segments.get(kind) + "/" + segments.get(kind + 2) : segments.get(kind);
    }
}
