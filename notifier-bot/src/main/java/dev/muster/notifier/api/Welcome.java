package dev.muster.notifier.api;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.device.Devices.Registration;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What an app is told when it has registered a device: all that it needs to be rung, and to answer.
public final class Welcome {
    private final PublicKey bot;
    private final Supplier<URI> url;
    private final Supplier<String> serverKey;

    /// Tells of that address.
    ///
    /// @param url where the bot's pages are found, without a slash at the end
    /// @param serverKey what browsers subscribe with
    public Welcome(PublicKey bot, Supplier<URI> url, Supplier<String> serverKey) {
        this.bot = bot;
        this.url = url;
        this.serverKey = serverKey;
    }

    /// What is needed before that.
    Map<String, Object> keys() {
        return Map.of("bot", bot.hex(), "vapid", serverKey.get());
    }

    Map<String, Object> fields(Registration.Done done) {
        Device device = done.device();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("device", device.id().device());
        fields.put("npub", new Npub(device.id().owner()).encode());
        fields.put("platform", device.platform().word());
        fields.put("app", device.id().app());
        fields.put("expires", device.until().getEpochSecond());
        fields.put("accessToken", done.pass().access());
        fields.put("refreshToken", done.pass().refresh());
        fields.put("bot", bot.hex());
        fields.put("rings", url.get() + "/v1/rings/{callId}");
        fields.put("callbacks", Map.of("calls", knock(done, "calls"), "messages", knock(done, "messages")));
        return fields;
    }

    /// The same in a letter.
    public List<Tag> tags(Registration.Done done) {
        Device device = done.device();
        return List.of(
                Tag.of(
                        "device",
                        device.id().device(),
                        device.platform().word(),
                        device.id().app()),
                Tag.of("expires", Long.toString(device.until().getEpochSecond())),
                Tag.of("access", done.pass().access()),
                Tag.of("refresh", done.pass().refresh()),
                Tag.of("rings", url.get() + "/v1/rings/{callId}"),
                Tag.of("callback", "calls", knock(done, "calls")),
                Tag.of("callback", "messages", knock(done, "messages")));
    }

    private String knock(Registration.Done done, String what) {
        return url.get() + "/v1/wake/" + done.knock() + "/" + what;
    }
}
