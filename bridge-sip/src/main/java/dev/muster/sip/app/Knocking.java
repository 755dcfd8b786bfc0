package dev.muster.sip.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.post.Post;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Delivery;
import dev.muster.nostr.wrap.Message;
import dev.muster.nostr.wrap.Sender;
import dev.muster.sip.ua.Push;
import dev.muster.sip.ua.Waking;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Has a notifier wake apps, by wraps: it alone knows Apple and Google. What it is told of a call is what the push
/// says:
/// the last digits of a number, and a name for the call that means nothing to others.
public final class Knocking implements Waking {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN = 4;
    private static final int NAME_BYTES = 8;
    private static final Duration TO_REGISTER = Duration.ofMinutes(10);

    private final Needs needs;
    private final Duration patience;
    private final Consumer<String> unreachable;

    /// What it stands on.
    ///
    /// @param realm where apps register
    public record Needs(
            Ledger ledger, Post post, Sender sender, PublicKey notifier, String realm, InstantSource clock) {}

    /// @param patience so long an app that was woken is waited for
    /// @param unreachable is told the Call-ID for which an app can't be woken
    public Knocking(Needs needs, Duration patience, Consumer<String> unreachable) {
        this.needs = needs;
        this.patience = patience;
        this.unreachable = unreachable;
    }

    /// The push services that notifiers know, as RFC 8599 names them.
    public static List<String> providers() {
        return PushAddress.providers();
    }

    @Override
    public boolean knows(Push push) {
        return !PushAddress.of(push).isEmpty();
    }

    @Override
    public void wake(Wanted wanted) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("callType", "voice");
        content.put("sdp", "");
        content.put("callerNumber", wanted.from().map(Knocking::shown).orElse("withheld"));
        content.put("sipUri", "sip:" + wanted.call() + "@" + needs.realm());
        content.put("devices", devices(wanted.account(), wanted.push()));
        needs.ledger().alter(change -> say(change, wanted.call(), Kind.BUILDIT_CALL_OFFER, content, patience));
    }

    private static String shown(String number) {
        return number.length() > SHOWN ? "•••" + number.substring(number.length() - SHOWN) : "withheld";
    }

    @Override
    public void over(String call, Over why) {
        String reason = switch (why) {
            case AWAKE -> "completed";
            case CANCELLED -> "cancelled";
        };
        needs.ledger().alter(change -> say(change, call, Kind.BUILDIT_CALL_HANGUP, Map.of("reason", reason), patience));
    }

    /// Has an app woken unseen, so that it registers again.
    public void register(Change change, String account, Push push) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("callType", "register");
        content.put("devices", devices(account, push));
        Instant now = needs.clock().instant();
        String name = UUID.nameUUIDFromBytes((account + push.id() + now).getBytes(UTF_8))
                .toString();
        say(change, name, Kind.BUILDIT_CALL_OFFER, content, TO_REGISTER);
    }

    /// All ways to one device, in the words of a registration.
    private static List<Map<String, String>> devices(String account, Push push) {
        String device = name(account, push);
        return PushAddress.of(push).stream()
                .map(way -> {
                    Map<String, String> said = new LinkedHashMap<>();
                    said.put("device", device);
                    said.put("app", way.app());
                    said.put("platform", way.platform());
                    said.put("token", way.token());
                    if (!way.environment().isEmpty()) said.put("env", way.environment());
                    said.put("style", "seed003");
                    return said;
                })
                .toList();
    }

    /// The same device each time, and nothing of whose it is.
    private static String name(String account, Push push) {
        try {
            byte[] text = (account + "\n" + push.provider() + "\n" + push.id()).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private void say(Change change, String call, int kind, Map<String, ?> more, Duration ofUse) {
        Instant now = needs.clock().instant();
        Instant until = now.plus(ofUse);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_v", "1.0.0");
        content.put("callId", call);
        content.putAll(more);
        content.put("timestamp", now.toEpochMilli());
        var tags = new Tags(List.of(
                Tag.of("p", needs.notifier().hex()),
                Tag.of("call-id", call),
                Tag.of("expiration", Long.toString(until.getEpochSecond()))));
        var rumor = needs.sender().rumor(kind, tags, JSON.writeValueAsString(content));
        var wrap = needs.sender()
                .wrap(rumor, needs.notifier(), Delivery.storedNow().expiring(until));
        needs.post().signal(change, "wake/" + call + "/" + kind, wrap, needs.notifier(), until);
    }

    /// Hears what the notifier says of calls: also of those that are none of apps.
    public void message(Change change, Message message) {
        if (!message.rumor().author().equals(needs.notifier()) || message.kind() != Kind.BUILDIT_CALL_HANGUP) return;
        try {
            String call =
                    JSON.readTree(message.rumor().content()).path("callId").asString("");
            change.afterwards(() -> unreachable.accept(call.toLowerCase(Locale.ROOT)));
        } catch (JacksonException e) {
            return;
        }
    }
}
