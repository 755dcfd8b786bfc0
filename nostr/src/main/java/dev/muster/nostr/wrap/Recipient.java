package dev.muster.nostr.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.nostr.crypto.ConversationKey;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.Nip44;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventFields;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Opened.CoverTraffic;
import dev.muster.nostr.wrap.Opened.Refused;
import dev.muster.nostr.wrap.Opened.Sealed;
import dev.muster.nostr.wrap.Opened.SignedCall;
import dev.muster.nostr.wrap.Opened.UnsignedCall;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens the gift wraps for one key, and believes nothing that isn't proven.
///
/// Opening costs at most two computations of a common key, two decryptions and two verifications. The common
/// key with an author is remembered; that with a wrap's key isn't worth it: it was used once.
public final class Recipient {
    private final SecretKey key;
    private final ConversationKeys conversations;
    private final UnsignedSeals unsignedSeals;

    /// A recipient who opens signed seals and signed calls, and nothing else.
    public Recipient(SecretKey key, ConversationKeys conversations) {
        this(key, conversations, UnsignedSeals.REFUSED);
    }

    public Recipient(SecretKey key, ConversationKeys conversations, UnsignedSeals unsignedSeals) {
        this.key = key;
        this.conversations = conversations;
        this.unsignedSeals = unsignedSeals;
    }

    /// Opens a wrap. Whatever a stranger sends, the answer is a value, never an exception.
    public Opened open(Event wrap) {
        return look(wrap).open();
    }

    /// Opens a wrap as far as to who speaks: for whoever has so many that it matters whom to hear first.
    public Envelope look(Event wrap) {
        try {
            return lookInside(wrap);
        } catch (Distrust distrust) {
            return Envelope.of(distrust.refused());
        }
    }

    private static Supplier<Opened> rest(Supplier<Opened> opening) {
        return () -> {
            try {
                return opening.get();
            } catch (Distrust distrust) {
                return distrust.refused();
            }
        };
    }

    private Envelope lookInside(Event wrap) {
        // What costs nothing comes first: most of what is wrong never gets as far as the curve.
        demand(Delivery.isWrap(wrap.kind()), Refusal.NOT_A_WRAP, "expected kind 1059 or 21059, not " + wrap.kind());
        demand(isForUs(wrap.tags()), Refusal.NOT_FOR_US, "expected our key in the wrap's first p tag");
        demand(wrap.hasItsId(), Refusal.WRONG_WRAP_ID, "the wrap's id is not its hash");
        demand(wrap.isSignedByItsAuthor(), Refusal.WRONG_WRAP_SIGNATURE, "the wrap's signature is not by its key");

        EventFields inside = Layer.WRAP.read(wrap.content(), () -> ConversationKey.between(key, wrap.author()));
        if (isUnsignedSeal(inside)) return new Envelope(inside.author(), rest(() -> openUnsignedSeal(inside)));
        demand(inside.signature().isPresent(), Refusal.NOT_SIGNED, "expected a seal or a signed call in the wrap");
        Event event = Layer.WRAP.complete(inside::event);
        if (event.kind() == Kind.SEAL) {
            checkSeal(event);
            return new Envelope(Optional.of(event.author()), rest(() -> openSeal(event)));
        }
        demand(!Delivery.isWrap(event.kind()), Refusal.NESTED, "a wrap in a wrap");
        Opened call = openCall(event, wrap.kind());
        return new Envelope(Optional.of(event.author()), () -> call);
    }

    private boolean isForUs(Tags tags) {
        return tags.value("p").filter(key.publicKey().hex()::equals).isPresent();
    }

    private static void checkSeal(Event seal) {
        // NIP-59: a seal has no tags. NIP-17 lets disappearing messages have this one, in case the seal leaks.
        boolean bare = seal.tags().stream().allMatch(tag -> tag.isNamed("expiration"));
        demand(bare, Refusal.SEAL_WITH_TAGS, "a seal has no tags but expiration");
        demand(seal.hasItsId(), Refusal.WRONG_SEAL_ID, "the seal's id is not its hash");
        demand(seal.isSignedByItsAuthor(), Refusal.WRONG_SEAL_SIGNATURE, "the seal's signature is not its author's");
    }

    private Opened openSeal(Event seal) {
        Message message = unseal(seal.author(), seal.content());
        boolean fromUs = message.author().equals(key.publicKey());
        return fromUs && message.text().startsWith(ChatText.COVER_TRAFFIC) ? new CoverTraffic() : new Sealed(message);
    }

    private static Opened openCall(Event call, int wrapKind) {
        demand(Kind.isCall(call.kind()), Refusal.NOT_A_CALL, "expected a seal or a call, not kind " + call.kind());
        demand(wrapKind == Kind.EPHEMERAL_GIFT_WRAP, Refusal.STORED_CALL, "a signed call travels in kind 21059 only");
        demand(call.hasItsId(), Refusal.WRONG_CALL_ID, "the call's id is not its hash");
        demand(call.isSignedByItsAuthor(), Refusal.WRONG_CALL_SIGNATURE, "the call's signature is not its author's");
        return new SignedCall(call);
    }

    /// `{pubkey, content, created_at}` and nothing else of an event: a seal that merely lacks something is not
    /// one.
    private static boolean isUnsignedSeal(EventFields fields) {
        return fields.author().isPresent()
                && fields.content().isPresent()
                && fields.createdAt().isPresent()
                && fields.id().isEmpty()
                && fields.kind().isEmpty()
                && fields.tags().isEmpty()
                && fields.signature().isEmpty();
    }

    private Opened openUnsignedSeal(EventFields seal) {
        boolean accepted = unsignedSeals == UnsignedSeals.OPENED_FOR_CALLS;
        demand(accepted, Refusal.UNSIGNED_SEAL, "the seal is not signed");
        Message message = unseal(seal.author().orElseThrow(), seal.content().orElseThrow());
        demand(
                Kind.isBuildItCall(message.kind()),
                Refusal.UNSIGNED_SEAL_WITHOUT_CALL,
                "only calls (243xx) may come in an unsigned seal, not kind " + message.kind());
        return new UnsignedCall(message);
    }

    private Message unseal(PublicKey author, String payload) {
        EventFields inside = Layer.SEAL.read(payload, () -> conversations.between(key, author));
        demand(inside.signature().isEmpty(), Refusal.SIGNED_RUMOR, "a rumor is not signed");
        boolean ownWords = inside.author().map(author::equals).orElse(true);
        demand(ownWords, Refusal.FOREIGN_RUMOR, "the rumor's pubkey is not the seal's");
        Rumor rumor = Layer.SEAL.complete(() -> inside.rumor(author));
        boolean envelope = rumor.kind() == Kind.SEAL || Delivery.isWrap(rumor.kind());
        demand(!envelope, Refusal.NESTED, "an envelope of kind " + rumor.kind() + " in a seal");
        EventId id = rumor.id();
        demand(inside.id().map(id::equals).orElse(true), Refusal.WRONG_RUMOR_ID, "the rumor's id is not its hash");
        return message(id, rumor);
    }

    /// Only people's messages are unpacked: what machines say to each other stays as it is, byte for byte.
    private static Message message(EventId id, Rumor rumor) {
        if (rumor.kind() != Kind.CHAT_MESSAGE) return new Message(id, rumor, rumor.content(), Optional.empty());
        ChatText chat = trying(() -> ChatText.of(rumor.content()), Refusal.WRONG_TEXT_PADDING);
        return new Message(id, rumor, chat.text(), chat.lifetime());
    }

    private static void demand(boolean condition, Refusal otherwise, String detail) {
        if (!condition) throw new Distrust(otherwise, detail);
    }

    /// What the rooms below refuse, they refuse with an exception that says why.
    private static <T> T trying(Supplier<T> step, Refusal otherwise) {
        try {
            return step.get();
        } catch (IllegalArgumentException reason) {
            throw new Distrust(otherwise, String.valueOf(reason.getMessage()));
        }
    }

    /// The two layers of encryption, and what is refused where one of them can't be read.
    private enum Layer {
        WRAP(Refusal.UNREADABLE_WRAP, Refusal.WRONG_WRAP_PADDING, Refusal.MALFORMED_CONTENT),
        SEAL(Refusal.UNREADABLE_SEAL, Refusal.WRONG_SEAL_PADDING, Refusal.MALFORMED_RUMOR);

        private final Refusal unreadable;
        private final Refusal wrongPadding;
        private final Refusal malformed;

        Layer(Refusal unreadable, Refusal wrongPadding, Refusal malformed) {
            this.unreadable = unreadable;
            this.wrongPadding = wrongPadding;
            this.malformed = malformed;
        }

        EventFields read(String payload, Supplier<ConversationKey> conversation) {
            String padded = trying(() -> Nip44.decrypt(payload, conversation.get()), unreadable);
            String json = trying(() -> Padding.PAYLOAD.strip(padded), wrongPadding);
            return trying(() -> EventFields.parse(json.getBytes(UTF_8)), malformed);
        }

        <T> T complete(Supplier<T> fields) {
            return trying(fields, malformed);
        }
    }

    /// Leaves the steps of opening for [#open]. Forgeries arrive at the sender's pace: it has no stack trace.
    private static final class Distrust extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Refusal reason;
        private final String detail;

        Distrust(Refusal reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
            this.detail = detail;
        }

        Refused refused() {
            return new Refused(reason, detail);
        }
    }
}
