package dev.muster.notifier.push.fcm;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.auth.Retryable;
import com.google.firebase.ErrorCode;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidConfig.Priority;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.MessagingErrorCode;
import dev.muster.notifier.device.Environment;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.RetryAfter;
import dev.muster.notifier.push.Verdict;
import dev.muster.notifier.push.Verdict.Closed;
import dev.muster.notifier.push.Verdict.Dead;
import dev.muster.notifier.push.Verdict.Later;
import dev.muster.notifier.push.Verdict.Refused;
import dev.muster.notifier.push.Verdict.Taken;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Wakes Android devices through Google.
///
/// All that an app gets is data: whether it rings, and what it shows, it decides itself.
public final class FcmGateway implements Gateway {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What Google takes.
    private static final int BODY_BYTES = 4096;

    private static final Duration LONGEST_LIFE = Duration.ofDays(28);

    /// How many requests a server of Google's takes on a connection at once. The JDK's client refuses the next one.
    private static final int AT_ONCE = 100;

    /// What Google asks for where it says that it was too much, and not for how long.
    private static final Duration TOO_MUCH = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Wire wire;
    private final Account account;
    private final FirebaseApp app;
    private final FirebaseMessaging messaging;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /// @throws IllegalArgumentException if a file can't be used that the configuration names
    public FcmGateway(FcmConfig config, InstantSource clock) {
        this.clock = clock;
        this.wire = new Wire(config);
        this.account = Account.read(config, wire);
        this.app = FirebaseApp.initializeApp(
                FirebaseOptions.builder()
                        .setCredentials(account)
                        .setProjectId(account.getProjectId())
                        .setHttpTransport(wire)
                        .build(),
                UUID.randomUUID().toString());
        this.messaging = FirebaseMessaging.getInstance(app);
    }

    @Override
    public Set<Platform> platforms() {
        return Set.of(Platform.FCM);
    }

    @Override
    public Verdict hand(Parcel parcel, Duration patience) throws InterruptedException {
        Duration life = Duration.between(clock.instant(), parcel.until());
        if (!life.isPositive()) return new Refused("too late");
        if (parcel.body().length > BODY_BYTES) return new Refused("too large");
        Optional<Map<String, String>> data = data(parcel.body());
        if (data.isEmpty()) return new Refused("not text by name");
        return within(patience, message(parcel, life, data.get()));
    }

    /// Google would rather have ids of installations by now. What apps get by the name of token, and register, still
    /// goes here.
    @SuppressWarnings("deprecation")
    private static Message message(Parcel parcel, Duration life, Map<String, String> data) {
        var android = AndroidConfig.builder()
                .setPriority(
                        switch (parcel.sort()) {
                            case RING, RING_OVER, ALERT -> Priority.HIGH;
                            case WAKE -> Priority.NORMAL;
                        })
                .setTtl((life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE).toMillis());
        parcel.collapse().ifPresent(android::setCollapseKey);
        return Message.builder()
                .setToken(parcel.device().address().token())
                .putAllData(data)
                .setAndroidConfig(android.build())
                .build();
    }

    /// In a thread of its own, which can be left: the library doesn't know how long it may take.
    private Verdict within(Duration patience, Message message) throws InterruptedException {
        var sending = new FutureTask<>(() -> send(message));
        Thread.ofVirtual().name("fcm").start(sending);
        try {
            return sending.get(patience.toNanos(), NANOSECONDS);
        } catch (TimeoutException e) {
            return new Later("no answer");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a push through Google has failed", e.getCause());
        } finally {
            sending.cancel(true);
        }
    }

    private Verdict send(Message message) throws InterruptedException {
        free.acquire();
        try {
            // Here, and not within send: so that nobody takes the one failing for the other.
            account.awaitToken();
            messaging.send(message);
            return new Taken(Environment.PRODUCTION);
        } catch (IOException e) {
            return e instanceof Retryable token && !token.isRetryable()
                    ? new Closed("access token refused")
                    : new Later("no access token");
        } catch (FirebaseMessagingException e) {
            return verdict(e);
        } finally {
            free.release();
        }
    }

    /// Only what is said of the token counts against it; what is said of our account doesn't.
    private Verdict verdict(FirebaseMessagingException e) {
        MessagingErrorCode code = e.getMessagingErrorCode();
        if (code == null) return verdict(e.getErrorCode(), e);
        return switch (code) {
            case UNREGISTERED -> new Dead(code.name(), Optional.empty());
            case SENDER_ID_MISMATCH, INVALID_ARGUMENT, THIRD_PARTY_AUTH_ERROR -> new Refused(code.name());
            case QUOTA_EXCEEDED -> new Later(code.name(), after(e).or(() -> Optional.of(TOO_MUCH)));
            case UNAVAILABLE, INTERNAL -> new Later(code.name(), after(e));
        };
    }

    private Verdict verdict(ErrorCode code, FirebaseMessagingException e) {
        return switch (code) {
            case UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND -> new Closed(code.name());
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, CONFLICT, ALREADY_EXISTS ->
                new Refused(code.name());
            case RESOURCE_EXHAUSTED -> new Later(code.name(), after(e).or(() -> Optional.of(TOO_MUCH)));
            case ABORTED, CANCELLED, DATA_LOSS, UNKNOWN, INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED ->
                new Later(code.name(), after(e));
        };
    }

    private Optional<Duration> after(FirebaseMessagingException e) {
        return Optional.ofNullable(e.getHttpResponse()).stream()
                .flatMap(response -> response.getHeaders().entrySet().stream())
                .filter(header -> header.getKey().equalsIgnoreCase("retry-after"))
                .flatMap(header -> values(header.getValue()))
                .flatMap(value -> RetryAfter.parse(value, clock.instant()).stream())
                .findFirst();
    }

    private static Stream<String> values(Object header) {
        return header instanceof Collection<?> several
                ? several.stream().map(String::valueOf)
                : Stream.of(String.valueOf(header));
    }

    /// What is still under way is given up.
    @Override
    public void close() {
        app.delete();
        wire.shutdown();
    }

    /// What Google hands over is text by name.
    private static Optional<Map<String, String>> data(byte[] body) {
        try {
            JsonNode object = JSON.readTree(body);
            if (!object.isObject()) return Optional.empty();
            var data = new HashMap<String, String>();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!field.getValue().isString()) return Optional.empty();
                data.put(field.getKey(), field.getValue().asString());
            }
            return Optional.of(data);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
