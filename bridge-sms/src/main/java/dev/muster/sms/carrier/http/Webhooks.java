package dev.muster.sms.carrier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.http.Request;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who may tell us something. What isn't set opens nothing.
///
/// A signed call has two headers: `x-muster-timestamp`, in seconds since 1970, and `x-muster-signature`, the
/// HMAC-SHA256 in
/// hexadecimal digits of the timestamp, a full stop and the body. It counts once: whoever asks again signs again.
final class Webhooks {
    private static final String BEARER = "Bearer ";

    private final HttpConfig config;
    private final InstantSource clock;
    private final List<InetAddress> allowed;
    private final Map<String, Instant> seen = new HashMap<>();

    /// What a call is answered with before anybody reads it.
    enum Verdict {
        OPEN,
        /// Nothing says who it is.
        WHO,
        /// What says it is wrong.
        NO
    }

    Webhooks(HttpConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        allowed = config.allowedAddresses().stream().map(InetAddress::ofLiteral).toList();
    }

    /// Of a call to an address that holds the secret.
    Verdict ofSecret(Request request, String secret) {
        boolean isSecret = isSame(config.secret(), secret);
        return isSecret && isAllowed(request.from()) ? Verdict.OPEN : Verdict.NO;
    }

    private boolean isAllowed(String from) {
        // Empty is a socket file of ours.
        return !from.isEmpty() && allowed.contains(InetAddress.ofLiteral(from));
    }

    /// Of a call that says itself who it is.
    Verdict ofCall(Request request) {
        if (!config.signingKey().isEmpty()) return ofSigned(request);
        Optional<String> token = request.header("authorization").filter(header -> header.startsWith(BEARER));
        if (token.isEmpty()) return Verdict.WHO;
        String given = token.get().substring(BEARER.length());
        boolean fits = false;
        for (String known : config.tokens()) fits |= isSame(known, given);
        return fits ? Verdict.OPEN : Verdict.NO;
    }

    private Verdict ofSigned(Request request) {
        Optional<String> timestamp = request.header("x-muster-timestamp");
        Optional<String> signature = request.header("x-muster-signature");
        if (timestamp.isEmpty() || signature.isEmpty()) return Verdict.WHO;
        boolean fits = isSame(HexFormat.of().formatHex(mac(timestamp.get(), request.body())), signature.get());
        return fits && isNow(timestamp.get()) && isNew(signature.get()) ? Verdict.OPEN : Verdict.NO;
    }

    private byte[] mac(String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(config.signingKey().getBytes(UTF_8), "HmacSHA256"));
            byte[] before = (timestamp + ".").getBytes(UTF_8);
            mac.update(ByteBuffer.allocate(before.length + body.length)
                    .put(before)
                    .put(body)
                    .flip());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private boolean isNow(String timestamp) {
        try {
            var said = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(said, clock.instant()).abs().compareTo(config.replayWindow()) <= 0;
        } catch (NumberFormatException | DateTimeException noTime) {
            return false;
        }
    }

    private synchronized boolean isNew(String signature) {
        Instant now = clock.instant();
        // A clock may be ahead by the window, and be believed for as long again.
        Duration kept = config.replayWindow().multipliedBy(2);
        seen.values().removeIf(at -> at.plus(kept).isBefore(now));
        return !seen.containsKey(signature);
    }

    /// Its call has been taken, and counts no more. One that wasn't may be made again as it is.
    synchronized void taken(Request request) {
        if (!config.signingKey().isEmpty())
            request.header("x-muster-signature").ifPresent(signature -> seen.put(signature, clock.instant()));
    }

    /// In the same time, whatever it is. What isn't set is the same as nothing.
    private static boolean isSame(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(UTF_8), theirs.getBytes(UTF_8)) && !ours.isEmpty();
    }
}
