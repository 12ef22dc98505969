package io.shardwright.e2e.halt;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CallSites} puts in the place of calls of {@link HttpClient}: the same calls, with the moments before and after them.
 * An answer is one that came, whatever it says; a call that fails has only the moment before it.
 */
public final class HaltingCalls {
    private static volatile @Nullable HaltRecord record;

    private HaltingCalls() {}

    /** From now on moments go to this record; the calls before that are left alone. */
    static void record(HaltRecord to) {
        record = to;
    }

    /** {@link HttpClient#send}. */
    public static <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Optional<Site> site = before(request);
        HttpResponse<T> answer = client.send(request, handler);
        site.ifPresent(HaltingCalls::after);
        return answer;
    }

    /** {@link HttpClient#sendAsync(HttpRequest, BodyHandler)}. */
    public static <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpClient client, HttpRequest request, BodyHandler<T> handler) {
        Optional<Site> site = before(request);
        return answered(site, client.sendAsync(request, handler));
    }

    /** {@link HttpClient#sendAsync(HttpRequest, BodyHandler, PushPromiseHandler)}. */
    public static <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpClient client, HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> promises) {
        Optional<Site> site = before(request);
        return answered(site, client.sendAsync(request, handler, promises));
    }

    /** The caller sees the answer of a site only when the moment after it is over; reads keep their own future. */
    private static <T> CompletableFuture<HttpResponse<T>> answered(
            Optional<Site> site, CompletableFuture<HttpResponse<T>> sent) {
        return site.map(met -> sent.thenApply(answer -> {
                    after(met);
                    return answer;
                }))
                .orElse(sent);
    }

    private static Optional<Site> before(HttpRequest request) {
        Optional<Site> site = Site.of(request.method(), request.uri().getPath());
        site.ifPresent(met -> meet(met.before()));
        return site;
    }

    private static void after(Site site) {
        meet(site.after());
    }

    private static void meet(String moment) {
        HaltRecord to = record;
        if (to != null) {
            to.meet(moment);
        }
    }
}
