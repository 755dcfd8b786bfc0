package dev.muster.notifier.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Platform;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What an app is told, as the JSON that it expects.
///
/// Whoever brings it reads no more than that somebody calls, or that something is new: a name is in it only if the
/// device's owner wants names shown, and with a key of its own a device is told the rest under that key, padded so that
/// its size says nothing. What goes to a browser is encrypted on its way whatever is in it.
final class Payload {
    /// Each ciphertext is as long as if it held so much, or twice that.
    private static final int BUCKET = 1000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SOMEBODY = "Incoming call";

    private final SecretKey bot;
    private final ConversationKeys conversations;
    private final SecureRandom random;

    Payload(SecretKey bot, ConversationKeys conversations, SecureRandom random) {
        this.bot = bot;
        this.conversations = conversations;
        this.random = random;
    }

    byte[] of(Push push, Device device) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (push) {
            case Push.Ring ring -> ring(ring, device, fields);
            case Push.AppRing ring -> ring(ring, device, fields);
            case Push.RingOver over -> {
                apple(device, fields, Map.of("content-available", 1));
                fields.put("type", "call_cancelled");
                fields.put("callId", over.callId());
                fields.put("reason", over.reason());
            }
            case Push.Note note -> note(note, device, fields);
            case Push.Wake _ -> {
                apple(device, fields, Map.of("content-available", 1));
                fields.put("type", "wake");
            }
        }
        return JSON.writeValueAsBytes(fields);
    }

    private static void apple(Device device, Map<String, Object> fields, Map<String, Object> aps) {
        if (device.platform().isApple()) fields.put("aps", aps);
    }

    private void ring(Push.Ring ring, Device device, Map<String, Object> fields) {
        boolean isPrivate = device.key().isPresent();
        // A phone without a token that rings shows it, as loud as it may.
        apple(
                device,
                fields,
                switch (device.style()) {
                    case SEED003 -> Map.of("alert", SOMEBODY, "sound", "default", "badge", 1);
                    case CAMEL, SNAKE ->
                        device.platform() == Platform.APNS
                                ? Map.of(
                                        "alert",
                                        Map.of("title", SOMEBODY),
                                        "sound",
                                        "default",
                                        "category",
                                        "CALL",
                                        "interruption-level",
                                        "time-sensitive")
                                : Map.of();
                });
        if (device.platform() != Platform.APNS_VOIP) fields.put("type", "incoming_call");
        if (isPrivate) {
            // What the system shows before the app has read the rest.
            fields.putAll(call(ring, device, false));
            Map<String, Object> known = call(ring, device, true);
            known.put("pass", ring.pass());
            seal(device.key().orElseThrow(), known, fields);
            return;
        }
        fields.putAll(call(ring, device, ring.isOpen() || device.platform().isWeb()));
        if (device.platform().isWeb()) fields.put("pass", ring.pass());
    }

    /// In the words of all apps: whoever named the device doesn't know which its app knows.
    private static void ring(Push.AppRing ring, Device device, Map<String, Object> fields) {
        boolean isGoogle = device.platform() == Platform.FCM;
        apple(device, fields, Map.of("alert", SOMEBODY, "sound", "default", "badge", 1));
        if (device.platform() != Platform.APNS_VOIP) fields.put("type", "incoming_call");
        fields.put("voip", isGoogle ? "true" : true);
        fields.put("caller", SOMEBODY);
        fields.put("caller_number", ring.number());
        fields.put("call_id", ring.callId());
        fields.put("sip_uri", ring.uri());
        fields.put("callId", ring.callId());
        camel(fields, SOMEBODY, ring.number(), isGoogle ? "false" : false);
        fields.put("callType", "voice");
        fields.put("expires", Long.toString(ring.until().getEpochSecond()));
    }

    /// @param tellsWho whether nobody reads it who mustn't know who calls
    private static Map<String, Object> call(Push.Ring ring, Device device, boolean tellsWho) {
        String caller = ring.name().filter(_ -> tellsWho).orElse(SOMEBODY);
        // Where nobody is named, the call itself is all there is to go by.
        String handle = ring.caller()
                .filter(_ -> tellsWho)
                .map(person -> new Npub(person).encode())
                .orElse(ring.callId());
        boolean isVideo = ring.hasVideo() && (tellsWho || device.key().isEmpty());
        Object hasVideo = device.platform() == Platform.FCM ? Boolean.toString(isVideo) : isVideo;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("callId", ring.callId());
        switch (device.style()) {
            case CAMEL -> camel(fields, caller, handle, hasVideo);
            case SNAKE -> {
                fields.put("caller_name", caller);
                fields.put("phone", handle);
                fields.put("has_video", hasVideo);
            }
            case SEED003 -> {
                camel(fields, caller, handle, hasVideo);
                fields.put("voip", device.platform() == Platform.FCM ? "true" : true);
                fields.put("caller", caller);
                fields.put("caller_number", handle);
                fields.put("call_id", ring.callId());
                fields.put("sip_uri", "sip:" + ring.callId() + "@call.invalid");
            }
        }
        fields.put("callType", isVideo ? "video" : "voice");
        fields.put("expires", Long.toString(ring.until().getEpochSecond()));
        return fields;
    }

    private static void camel(Map<String, Object> fields, String caller, String handle, Object hasVideo) {
        fields.put("callerName", caller);
        fields.put("handle", handle);
        fields.put("hasVideo", hasVideo);
    }

    private void note(Push.Note note, Device device, Map<String, Object> fields) {
        Push.Topic topic = note.topic();
        boolean isSealed = device.key().isPresent();
        boolean isOpen = !isSealed && (note.isOpen() || device.platform().isWeb());
        String body = note.details().filter(_ -> isOpen).orElse(topic.body());
        apple(
                device,
                fields,
                Map.of(
                        "alert",
                        Map.of("title", topic.title(), "body", body),
                        "sound",
                        "default",
                        "category",
                        topic.category(),
                        "thread-id",
                        topic.category(),
                        "mutable-content",
                        1));
        fields.put("type", topic.category().toLowerCase(Locale.ROOT));
        if (!device.platform().isApple()) {
            fields.put("title", topic.title());
            fields.put("body", body);
        }
        if (!isSealed || note.details().isEmpty()) return;
        seal(
                device.key().orElseThrow(),
                new LinkedHashMap<>(Map.of("body", note.details().get())),
                fields);
    }

    private void seal(PublicKey key, Map<String, Object> secret, Map<String, Object> fields) {
        int length = JSON.writeValueAsBytes(secret).length;
        int room = BUCKET;
        while (room < length) room *= 2;
        String text = new String(JSON.writeValueAsBytes(secret), UTF_8) + " ".repeat(room - length);
        fields.put("e", Nip44.encrypt(text, conversations.between(bot, key), random));
    }
}
