package dev.muster.relay.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.RelayUrl;
import dev.muster.nostr.event.Tag;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which events may come in. The answer to those that may not says why, behind the prefix that NIP-01 and NIP-42 have
/// for it.
public final class Admission {
    private static final Set<Integer> ONLY_INSIDE_A_WRAP = Set.of(Kind.SEAL, Kind.CHAT_MESSAGE, Kind.FILE_MESSAGE);

    /// Proofs made for one receiver: whoever got hold of one here could show it there.
    private static final Set<Integer> NEVER_PUBLISHED =
            Set.of(Kind.CLIENT_AUTHENTICATION, Kind.HTTP_AUTHENTICATION, Kind.BLOSSOM_AUTHORIZATION, Kind.ZAP_REQUEST);

    /// By these one finds out where somebody takes messages, and takes back what one left here.
    private static final Set<Integer> FROM_ANYBODY = Set.of(
            Kind.PROFILE, Kind.CONTACTS, Kind.RELAY_LIST, Kind.INBOX_RELAYS, Kind.DELETION, Kind.REQUEST_TO_VANISH);

    private static final int HEX_KEY = 64;

    private final Access access;
    private final Limits limits;
    private final PushTerms pushes;
    private final URI relay;
    private final InstantSource clock;

    public Admission(Access access, Limits limits, PushTerms pushes, URI relay, InstantSource clock) {
        this.access = access;
        this.limits = limits;
        this.pushes = pushes;
        this.relay = relay;
        this.clock = clock;
    }

    /// Why this event may not come in from a client that has authenticated as `senders`; empty if it may. What
    /// costs nothing to know is asked first, the signature last.
    public Optional<String> refusal(Event event, Set<PublicKey> senders) {
        return form(event)
                .or(() -> time(event))
                .or(() -> work(event, limits.work()))
                .or(() -> protection(event, senders))
                .or(() -> isWrap(event) ? wrap(event, senders) : author(event, senders))
                .or(() -> request(event))
                .or(() -> event.flaw().map(flaw -> "invalid: " + flaw));
    }

    private static boolean isWrap(Event event) {
        return event.kind() == Kind.GIFT_WRAP || event.kind() == Kind.EPHEMERAL_GIFT_WRAP;
    }

    private Optional<String> form(Event event) {
        int kind = event.kind();
        if (NEVER_PUBLISHED.contains(kind)) {
            return Optional.of("invalid: kind " + kind + " is a proof for one receiver and never published");
        }
        if (ONLY_INSIDE_A_WRAP.contains(kind)) {
            return Optional.of("blocked: kind " + kind + " must be inside a gift wrap, where nobody else can read it");
        }
        if (event.tags().size() > limits.eventTags()) {
            return Optional.of("invalid: an event may have " + limits.eventTags() + " tags here, not "
                    + event.tags().size());
        }
        // Text is never longer in characters than in bytes, so most events need no counting.
        if (event.jsonLength() > limits.contentCharacters()) {
            int characters = event.content().codePointCount(0, event.content().length());
            if (characters > limits.contentCharacters()) {
                return Optional.of("invalid: content may have " + limits.contentCharacters() + " characters here, not "
                        + characters);
            }
        }
        return Optional.empty();
    }

    private Optional<String> time(Event event) {
        long now = clock.instant().getEpochSecond();
        var future = isWrap(event) ? limits.wrapFuture() : limits.future();
        if (event.createdAt() > now + future.toSeconds()) {
            return Optional.of("invalid: created_at is more than " + future.toSeconds() + " s in the future");
        }
        if (!limits.oldest().isZero()
                && event.createdAt() < now - limits.oldest().toSeconds()) {
            return Optional.of(
                    "invalid: created_at is more than " + limits.oldest().toSeconds() + " s in the past");
        }
        Optional<Tag> expiration = event.tags().first("expiration");
        if (expiration.isEmpty()) return Optional.empty();
        String time = expiration.get().value();
        if (!time.matches("[1-9][0-9]{0,15}")) {
            return Optional.of("invalid: an expiration is a time in seconds since 1970");
        }
        if (Long.parseLong(time) <= now) return Optional.of("invalid: the event has expired");
        return Optional.empty();
    }

    private static Optional<String> work(Event event, int bits) {
        if (bits == 0) return Optional.empty();
        int done = ProofOfWork.committed(event);
        if (done >= bits) return Optional.empty();
        return Optional.of("pow: an id with " + bits
                + " leading zero bits is needed, and a nonce tag that commits to them; this has " + done);
    }

    private static Optional<String> protection(Event event, Set<PublicKey> senders) {
        if (event.kind() == Kind.REPOST || event.kind() == Kind.GENERIC_REPOST) {
            if (holdsProtected(event.content())) {
                return Optional.of("blocked: this reposts a protected event, which only its author may publish");
            }
        }
        if (event.tags().first("-").isEmpty() || senders.contains(event.author())) return Optional.empty();
        return Optional.of(
                senders.isEmpty()
                        ? "auth-required: this event is protected: only its author may publish it, authenticated"
                        : "restricted: this event is protected: only its author may publish it");
    }

    private static boolean holdsProtected(String content) {
        try {
            return EventFields.parse(content.getBytes(UTF_8))
                    .tags()
                    .flatMap(tags -> tags.first("-"))
                    .isPresent();
        } catch (IllegalArgumentException notAnEvent) {
            return false;
        }
    }

    private Optional<String> wrap(Event wrap, Set<PublicKey> senders) {
        Optional<String> wrong = recipient(wrap);
        if (wrong.isPresent()) return wrong;
        if (access.wrapsOnlyForMembers() && access.members().stream().noneMatch(member -> isFor(wrap, member))) {
            return Optional.of("restricted: this relay keeps no inbox for that recipient");
        }
        if (senders.stream().anyMatch(access.denied()::contains)) {
            return Optional.of("blocked: this sender is not welcome here");
        }
        Optional<String> noWork = work(wrap, access.wrapWork());
        Optional<String> noSender = senders.isEmpty()
                ? Optional.of("auth-required: only who has authenticated, as anybody, may leave a gift wrap")
                : Optional.empty();
        return switch (access.wrapSenders()) {
            case ANYONE -> Optional.empty();
            case AUTHENTICATED -> noSender;
            case WORK -> noWork;
            case AUTHENTICATED_OR_WORK -> noSender.flatMap(_ -> noWork);
        };
    }

    /// For whom a stranger leaves this gift wrap; empty if it is none, or left by that person or by a member.
    public Optional<String> recipientOfStranger(Event event, Set<PublicKey> senders) {
        if (!isWrap(event)
                || senders.stream().anyMatch(sender -> access.members().contains(sender) || isFor(event, sender)))
            return Optional.empty();
        return event.tags().value("p").filter(key -> key.length() == HEX_KEY);
    }

    private static boolean isFor(Event wrap, PublicKey recipient) {
        return wrap.tags().value("p").equals(Optional.of(recipient.hex()));
    }

    /// Private messages have one recipient, and who that is decides who may see them.
    private static Optional<String> recipient(Event event) {
        List<String> recipients = event.tags().values("p");
        if (recipients.size() != 1) {
            return Optional.of("invalid: a private message names one recipient in one p tag, not " + recipients.size());
        }
        try {
            PublicKey.parse(recipients.getFirst());
            return Optional.empty();
        } catch (IllegalArgumentException notAKey) {
            return Optional.of("invalid: the p tag of a private message holds a key of 64 lower-case hex digits");
        }
    }

    private Optional<String> author(Event event, Set<PublicKey> senders) {
        if (access.denied().contains(event.author()) || senders.stream().anyMatch(access.denied()::contains)) {
            // What NIP-62 asks of a relay it asks for everybody.
            if (event.kind() != Kind.REQUEST_TO_VANISH) return Optional.of("blocked: this author is not welcome here");
        }
        if (event.kind() == Kind.LEGACY_DIRECT_MESSAGE) {
            if (!access.legacyMessages()) {
                return Optional.of("blocked: NIP-04 messages are not taken here; send a gift wrap (NIP-17)");
            }
            Optional<String> wrong = recipient(event);
            if (wrong.isPresent()) return wrong;
        }
        if (access.members().isEmpty() || FROM_ANYBODY.contains(event.kind())) return Optional.empty();
        if (access.members().contains(event.author()) || senders.stream().anyMatch(access.members()::contains)) {
            return Optional.empty();
        }
        return Optional.of(
                senders.isEmpty()
                        ? "auth-required: only members may write here"
                        : "restricted: only members may write here");
    }

    private Optional<String> request(Event event) {
        if (event.kind() == Kind.PUSH_SUBSCRIPTION) return pushes.refusal(event);
        if (event.kind() != Kind.REQUEST_TO_VANISH) return Optional.empty();
        boolean meant = event.tags().values("relay").stream()
                .anyMatch(url -> url.equals("ALL_RELAYS") || RelayUrl.means(url, relay));
        return meant ? Optional.empty() : Optional.of("invalid: this request to vanish is not for this relay");
    }
}
