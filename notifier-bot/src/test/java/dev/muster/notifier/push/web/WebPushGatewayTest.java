package dev.muster.notifier.push.web;

import static dev.muster.notifier.push.TestParcel.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.WebKeys;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.TestParcel;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Closed;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What push services are told, and what their answers mean.
@Timeout(60)
class WebPushGatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Verdict TAKEN = new Taken(Environment.PRODUCTION);
    private static final WebKeys KEYS = new WebKeys(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg");

    private final List<Request> pushes = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final Poster poster = new Poster(Bounds.ANYWHERE, Resolver.SYSTEM, clock);
    private final HttpServer service;
    private final Path folder;
    private final WebPushGateway gateway;

    private Response answer = Response.text(201, "");

    WebPushGatewayTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        var routes = new Routes()
                .post("/push/hangs", _ -> {
                    end.await();
                    return answer;
                })
                .post("/push/small", request -> {
                    pushes.add(request);
                    return Response.text(request.body().length > 0 ? 413 : 201, "");
                })
                .post("/push/{device}", request -> {
                    pushes.add(request);
                    return answer;
                });
        service = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Serving(Optional.empty(), 1 << 20, Duration.ofSeconds(30), Duration.ZERO, 100),
                routes);
        gateway = gateway(Optional.of("mailto:admin@example.org"), poster);
    }

    private WebPushGateway gateway(Optional<String> subject, Poster by) {
        var config = new WebPushConfig(folder.resolve("vapid.key"), subject, true, PATIENCE);
        return new WebPushGateway(config, by, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        end.countDown();
        gateway.close();
        poster.close();
        service.close();
    }

    private String endpoint(String device) {
        return "http://127.0.0.1:" + ((InetSocketAddress) service.address()).getPort() + "/push/" + device;
    }

    private Verdict hand(TestParcel parcel) throws InterruptedException {
        return gateway.hand(parcel.pack(), PATIENCE);
    }

    private TestParcel browser(String device) {
        return TestParcel.web(endpoint(device), KEYS);
    }

    private Request pushed() throws InterruptedException {
        assertThat(hand(browser("phone"))).isEqualTo(TAKEN);
        return pushes.getLast();
    }

    private static Optional<String> header(Request request, String name) {
        return request.header(name);
    }

    @Test
    void push_R52_urgentForAsLongAsItRings() throws Exception {
        Request push = pushed();

        assertThat(header(push, "ttl")).contains("40");
        assertThat(header(push, "urgency")).contains("high");
        assertThat(header(push, "topic")).contains(TestParcel.COLLAPSE);
        assertThat(header(push, "content-encoding")).contains("aes128gcm");
    }

    @ParameterizedTest
    @CsvSource({"RING,high", "RING_OVER,high", "ALERT,high", "WAKE,normal"})
    void push_R52_onlyWhatIsUnseenAnywayCanWait(Parcel.Sort sort, String urgency) throws Exception {
        hand(browser("phone").of(sort));

        assertThat(header(pushes.getFirst(), "urgency")).contains(urgency);
    }

    @Test
    void push_R52_nothingRingsAfterTheRing() throws Exception {
        assertThat(hand(browser("phone").until(NOW))).isEqualTo(new Refused("too late"));
        assertThat(pushes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void push_R53_taken(int status) throws Exception {
        answer = Response.text(status, "");

        assertThat(hand(browser("phone"))).isEqualTo(TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void push_R53_dead(int status) throws Exception {
        answer = Response.text(status, "");

        assertThat(hand(browser("phone"))).isEqualTo(new Dead("HTTP " + status, Optional.empty()));
    }

    /// ntfy says 507 while it has nobody who subscribes to a topic, and 429 to the visitor who does too much.
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 507})
    void push_R53_later(int status) throws Exception {
        answer = Response.text(status, "");

        assertThat(hand(browser("phone"))).isEqualTo(new Later("HTTP " + status));
    }

    @ParameterizedTest
    @CsvSource({"3,3", "'Thu, 01 Jan 2026 12:01:00 GMT',60"})
    void push_R53_laterSaysWhen(String header, int seconds) throws Exception {
        answer = Response.text(429, "").with("retry-after", header);

        assertThat(hand(browser("phone"))).isEqualTo(new Later("HTTP 429", Optional.of(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void push_R53_refusedAndNotForgotten(int status) throws Exception {
        answer = Response.text(status, "");

        assertThat(hand(browser("phone"))).isEqualTo(new Refused("HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void push_R53_nobodyIsFollowed(int status) throws Exception {
        answer = Response.text(status, "").with("location", endpoint("elsewhere"));

        assertThat(hand(browser("phone"))).isEqualTo(new Refused("HTTP " + status));
        assertThat(pushes).hasSize(1);
    }

    @Test
    void push_R53_whatIsTooLargeBecomesAPing() throws Exception {
        assertThat(hand(browser("small"))).isEqualTo(TAKEN);

        assertThat(pushes).hasSize(2);
        assertThat(pushes.getLast().body()).isEmpty();
        assertThat(header(pushes.getLast(), "content-encoding")).isEmpty();
        assertThat(header(pushes.getLast(), "authorization")).isPresent();
    }

    @Test
    void push_R50_whatFitsIntoNoPushIsAPingAtOnce() throws Exception {
        hand(browser("phone").saying("x".repeat(3993)));
        hand(browser("phone").saying("x".repeat(3994)));

        assertThat(pushes).extracting(push -> push.body().length).containsExactly(4096, 0);
    }

    @Test
    void push_R55_withKeysUnifiedPushIsWebPush() throws Exception {
        TestParcel parcel = unified(Address.web(endpoint("phone"), Optional.of(KEYS), Optional.empty()));
        hand(parcel);
        assertThat(header(pushes.getLast(), "content-encoding")).contains("aes128gcm");
        assertThat(header(pushes.getLast(), "authorization")).isPresent();

        // Distributors don't ask who we are.
        Verdict verdict = gateway(Optional.empty(), poster).hand(parcel.pack(), PATIENCE);
        assertThat(verdict).isEqualTo(TAKEN);
        assertThat(header(pushes.getLast(), "authorization")).isEmpty();
    }

    private static TestParcel unified(Address address) {
        return new TestParcel(
                Platform.UNIFIEDPUSH, address, Parcel.Sort.RING, "{\"callerName\":\"Ana\"}", NOW.plusSeconds(40));
    }

    @Test
    void push_R55_withoutKeysAPingSaysNothing() throws Exception {
        assertThat(hand(unified(Address.web(endpoint("phone"), Optional.empty(), Optional.empty()))))
                .isEqualTo(TAKEN);

        assertThat(pushes.getFirst().text()).isEqualTo("{\"type\":\"wake\"}");
    }

    @Test
    void push_R54_browsersAlwaysHaveKeysAndGoodOnes() throws Exception {
        var without = new TestParcel(
                Platform.WEBPUSH,
                Address.web(endpoint("phone"), Optional.empty(), Optional.empty()),
                Parcel.Sort.RING,
                "{}",
                NOW.plusSeconds(40));
        assertThat(hand(without)).isEqualTo(new Refused("no keys"));
        assertThat(hand(TestParcel.web(endpoint("phone"), new WebKeys("AAAA", "AAAA"))))
                .isEqualTo(new Refused("keys that nothing can be encrypted with"));
        assertThat(pushes).isEmpty();
    }

    @Test
    void push_R51_nobodyPushesToBrowsersWithoutSayingHowToReachThem() throws Exception {
        Verdict verdict =
                gateway(Optional.empty(), poster).hand(browser("phone").pack(), PATIENCE);

        assertThat(verdict).isEqualTo(new Closed("no subject"));
    }

    @Test
    void push_R56_aPushIsSignedWithTheKeyThatTheBrowserSubscribedWith() throws Exception {
        String ours = gateway.publicKey();
        assertThat(hand(subscribedWith(ours))).isEqualTo(TAKEN);
        assertThat(header(pushes.getLast(), "authorization").orElseThrow()).endsWith("k=" + ours);

        assertThat(hand(subscribedWith("BExample"))).isEqualTo(new Refused("subscribed with a key that isn't here"));
    }

    private TestParcel subscribedWith(String key) {
        return new TestParcel(
                Platform.WEBPUSH,
                Address.web(endpoint("phone"), Optional.of(KEYS), Optional.of(key)),
                Parcel.Sort.RING,
                "{}",
                NOW.plusSeconds(40));
    }

    @Test
    void push_R57_nobodyIsAskedToSpeakHttp2() throws Exception {
        Request push = pushed();

        assertThat(header(push, "upgrade")).isEmpty();
        assertThat(header(push, "http2-settings")).isEmpty();
    }

    @Test
    void nobodyWaitsLongerThanTheirPatience() throws Exception {
        assertThat(gateway.hand(browser("hangs").pack(), Duration.ofMillis(300)))
                .isInstanceOf(Later.class);
    }

    @Test
    void push_R10_nothingIsPushedIntoOurOwnNetworkUnlessItMayBe() throws Exception {
        try (var strict = new Poster(Bounds.OPEN_INTERNET, Resolver.SYSTEM, clock)) {
            Verdict verdict = gateway(Optional.of("mailto:admin@example.org"), strict)
                    .hand(browser("phone").pack(), PATIENCE);

            assertThat(verdict).isInstanceOf(Refused.class);
        }
        assertThat(pushes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/a",
                "https://push.example.org:8443/a",
                "https://127.0.0.1/a",
                "https://10.1.2.3/a",
                "https://[::1]/a",
                "https://localhost/a",
                "https://somebody@push.example.org/a",
                "ftp://push.example.org/a",
                "mailto:admin@example.org"
            })
    void push_R10_suchAnAddressIsRefusedAtOnce(String endpoint) {
        assertThat(WebPushGateway.flaw(URI.create(endpoint), false)).isPresent();
    }

    @Test
    void push_R10_whatWillDo() {
        assertThat(WebPushGateway.flaw(URI.create("https://push.example.org/a?b"), false))
                .isEmpty();
        assertThat(WebPushGateway.flaw(URI.create("http://127.0.0.1:8080/a"), true))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:admin@localhost",
                "admin@example.org",
                "http://example.org",
                "https://localhost",
                "mailto:@"
            })
    void push_R51_aSubjectByWhichNobodyIsReachedStopsTheStart(String subject) {
        assertThatThrownBy(() -> new WebPushConfig(Path.of("vapid.key"), Optional.of(subject), false, PATIENCE))
                .hasMessageStartingWith("subject: ");
    }

    @Test
    void push_R51_theAddressOfThePagesIsASubjectToo() {
        var config = WebPushConfig.DEFAULT;

        assertThat(config.at(Optional.of(URI.create("https://join.example.org")))
                        .subject())
                .contains("https://join.example.org");
        assertThat(config.at(Optional.of(URI.create("http://127.0.0.1:7780"))).subject())
                .isEmpty();
    }

    @Test
    void noVerdictNamesTheAddress() throws Exception {
        service.close();

        assertThat(Map.of("said", hand(browser("phone"))).toString()).doesNotContain("127.0.0.1", "phone");
    }
}
