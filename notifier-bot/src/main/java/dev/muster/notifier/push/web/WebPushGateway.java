package dev.muster.notifier.push.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Posted;
import dev.muster.kit.outside.Poster;
import dev.muster.notifier.device.Address;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.device.WebKeys;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.RetryAfter;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Closed;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Wakes browsers, and apps that have a distributor of UnifiedPush: whatever has given us an address.
public final class WebPushGateway implements Gateway {
    /// All that goes to an address without keys: what lies between could read it.
    private static final byte[] PING = "{\"type\":\"wake\"}".getBytes(UTF_8);

    private static final byte[] NOTHING = new byte[0];
    private static final Duration LONGEST_LIFE = Duration.ofDays(28);
    private static final int TOO_LARGE = 413;

    private final Vapid vapid;
    private final Optional<String> subject;
    private final Poster poster;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param end what [System#nanoTime] says when patience is over
    private record Call(URI endpoint, Map<String, String> headers, long end) {}

    /// @param poster goes where the configuration allows, and nowhere else
    /// @throws IllegalArgumentException if the file of keys can't be used
    public WebPushGateway(WebPushConfig config, Poster poster, InstantSource clock, SecureRandom random) {
        this.vapid = Vapid.open(config.vapid(), clock, random);
        this.subject = config.subject();
        this.poster = poster;
        this.clock = clock;
        this.random = random;
    }

    /// Why nothing can be encrypted with those keys; empty if it can.
    public static Optional<String> flaw(WebKeys keys) {
        try {
            Envelope.of(keys);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /// Why nothing is pushed there, as far as one can say without asking anybody; empty if it is.
    ///
    /// @param localEndpoints whether an address in our own network will do
    public static Optional<String> flaw(URI endpoint, boolean localEndpoints) {
        return new Bounds(localEndpoints, List.of(), Optional.empty(), Optional.empty()).objection(endpoint);
    }

    @Override
    public Optional<String> flaw(Device device) {
        Optional<URI> endpoint = endpoint(device.address());
        if (endpoint.isEmpty()) return Optional.of("the endpoint is no address");
        return poster.bounds()
                .objection(endpoint.get())
                .map(objection -> "the endpoint is not one that we post to: " + objection)
                .or(() -> device.address().keys().flatMap(WebPushGateway::flaw));
    }

    /// The key that browsers subscribe with: base64url, as `applicationServerKey`.
    public String publicKey() {
        return vapid.newest();
    }

    @Override
    public Set<Platform> platforms() {
        return Set.of(Platform.WEBPUSH, Platform.UNIFIEDPUSH);
    }

    @Override
    public String server(Device device) {
        return endpoint(device.address()).map(WebPushGateway::origin).orElse("");
    }

    @Override
    public Verdict hand(Parcel parcel, Duration patience) throws InterruptedException {
        Duration life = Duration.between(clock.instant(), parcel.until());
        if (!life.isPositive()) return new Refused("too late");
        Address address = parcel.device().address();
        Optional<URI> endpoint = endpoint(address);
        if (endpoint.isEmpty()) return new Refused("no address");
        var call = new Call(endpoint.get(), headers(parcel, life), System.nanoTime() + patience.toNanos());
        boolean isBrowser = parcel.device().platform() == Platform.WEBPUSH;
        Optional<WebKeys> keys = address.keys();
        if (keys.isEmpty()) return isBrowser ? new Refused("no keys") : verdict(post(call, PING));
        if (flaw(keys.get()).isPresent()) return new Refused("keys that nothing can be encrypted with");
        if (subject.isEmpty() && isBrowser) return new Closed("no subject");
        if (subject.isPresent()) {
            Optional<String> authorization = vapid.authorization(
                    origin(call.endpoint), subject.get(), address.server().orElse(vapid.newest()));
            if (authorization.isEmpty()) return new Refused("subscribed with a key that isn't here");
            call.headers.put("authorization", authorization.get());
        }
        return verdict(post(call, Envelope.of(keys.get()), parcel.body()));
    }

    private static Optional<URI> endpoint(Address address) {
        try {
            return Optional.of(new URI(address.token())).filter(to -> to.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// As browsers write it: without a port that goes without saying.
    private static String origin(URI endpoint) {
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String port = endpoint.getPort() < 0 || endpoint.getPort() == usual ? "" : ":" + endpoint.getPort();
        return scheme + "://" + endpoint.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static Map<String, String> headers(Parcel parcel, Duration life) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ttl", String.valueOf(Math.min(life.toSeconds(), LONGEST_LIFE.toSeconds())));
        headers.put(
                "urgency",
                switch (parcel.sort()) {
                    case RING, RING_OVER, ALERT -> "high";
                    case WAKE -> "normal";
                });
        parcel.collapse().ifPresent(topic -> headers.put("topic", topic));
        return headers;
    }

    /// What doesn't fit wakes the app all the same, which then looks by itself.
    private Posted post(Call call, Envelope envelope, byte[] text) throws InterruptedException {
        if (text.length > Envelope.TEXT_BYTES) return post(call, NOTHING);
        var headers = new LinkedHashMap<>(call.headers);
        headers.put("content-encoding", "aes128gcm");
        headers.put("content-type", "application/octet-stream");
        Posted said = post(new Call(call.endpoint, headers, call.end), envelope.seal(text, random));
        return said instanceof Posted.Answered answer && answer.status() == TOO_LARGE ? post(call, NOTHING) : said;
    }

    private Posted post(Call call, byte[] body) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, call.end - System.nanoTime()));
        return poster.post(call.endpoint, call.headers, body, left);
    }

    private Verdict verdict(Posted posted) {
        return switch (posted) {
            case Posted.Answered answer -> verdict(answer);
            case Posted.Failed(var reason) -> new Later(reason);
            case Posted.NotAllowed(var reason) -> new Refused(reason);
        };
    }

    private Verdict verdict(Posted.Answered answer) {
        int status = answer.status();
        String reason = "HTTP " + status;
        if (status / 100 == 2) return new Taken(Environment.PRODUCTION);
        if (status == 404 || status == 410) return new Dead(reason, Optional.empty());
        if (status == 408 || status == 429 || status / 100 == 5) {
            Optional<String> after = answer.header("retry-after");
            return new Later(reason, after.flatMap(header -> RetryAfter.parse(header, clock.instant())));
        }
        return new Refused(reason);
    }

    @Override
    public void close() {
        // The poster is others' too.
    }
}
