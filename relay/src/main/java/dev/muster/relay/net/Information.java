package dev.muster.relay.net;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.json.JsonWriter;
import dev.muster.nostr.message.SubscriptionId;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Access.WrapSenders;
import dev.muster.relay.policy.Limits;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the relay tells programs about itself (NIP-11), made from what is really in force.
///
/// @param pushes whether it fulfils push subscriptions (NIP-9a)
/// @param self the relay's own key, if it has one
public record Information(
        Description description,
        Limits limits,
        Access access,
        boolean pushes,
        Optional<PublicKey> self,
        String version) {
    /// The relay's side of these NIPs is always on.
    private static final List<Integer> ALWAYS = List.of(1, 9, 11, 17, 40, 42, 45, 59, 62, 65, 67, 70);

    /// The NIPs of which the relay's side is on.
    public List<Integer> nips() {
        var nips = new TreeSet<>(ALWAYS);
        if (access.legacyMessages()) nips.add(4);
        if (limits.work() > 0 || wantsWork()) nips.add(13);
        if (limits.syncs() > 0) nips.add(77);
        return List.copyOf(nips);
    }

    private boolean wantsWork() {
        return switch (access.wrapSenders()) {
            case WORK, AUTHENTICATED_OR_WORK -> true;
            case ANYONE, AUTHENTICATED -> false;
        };
    }

    private boolean restrictsWrites() {
        return limits.work() > 0
                || !access.members().isEmpty()
                || access.wrapsOnlyForMembers()
                || access.wrapSenders() != WrapSenders.ANYONE;
    }

    byte[] json() {
        var json = new JsonWriter(1024);
        json.raw("{\"name\":").string(description.name());
        json.raw(",\"description\":").string(description.description());
        description.admin().ifPresent(admin -> json.raw(",\"pubkey\":").string(admin.hex()));
        self.ifPresent(key -> json.raw(",\"self\":").string(key.hex()));
        if (!description.contact().isEmpty()) json.raw(",\"contact\":").string(description.contact());
        if (!description.icon().isEmpty()) json.raw(",\"icon\":").string(description.icon());
        json.raw(",\"supported_nips\":[").raw(listed(nips())).raw(pushes ? ",\"9a\"]" : "]");
        json.raw(",\"version\":").string(version);
        writeLimitation(json.raw(",\"limitation\":"));
        return json.raw("}").toByteArray();
    }

    private static String listed(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void writeLimitation(JsonWriter json) {
        json.raw("{\"max_message_length\":").number(limits.messageBytes());
        json.raw(",\"max_subscriptions\":").number(limits.subscriptions());
        json.raw(",\"max_subid_length\":").number(SubscriptionId.MAX_LENGTH);
        json.raw(",\"max_limit\":").number(limits.maxLimit());
        json.raw(",\"default_limit\":").number(limits.defaultLimit());
        json.raw(",\"max_event_tags\":").number(limits.eventTags());
        json.raw(",\"max_content_length\":").number(limits.contentCharacters());
        json.raw(",\"min_pow_difficulty\":").number(limits.work());
        json.raw(",\"auth_required\":false,\"payment_required\":false");
        json.raw(",\"restricted_writes\":").raw(String.valueOf(restrictsWrites()));
        if (limits.oldest().isPositive())
            json.raw(",\"created_at_lower_limit\":").number(limits.oldest().toSeconds());
        json.raw(",\"created_at_upper_limit\":").number(limits.future().toSeconds());
        json.raw("}");
    }
}
