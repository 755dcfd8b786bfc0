package dev.muster.relay.store;

import dev.muster.nostr.crypto.Hex;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of each event: duplicates, versions (NIP-01), deletions (NIP-09), vanishing (NIP-62), full
/// mailboxes.
///
/// What an author's events come to must not depend on the order in which they arrive. So what is refused as deleted
/// still has its effect on others: a deleted version keeps older ones out, and a deletion that its author's vanishing
/// overtook still deletes.
final class Rules {
    private final Changes changes;
    private final Keeping keeping;
    private final long now;

    Rules(Changes changes, Keeping keeping, long now) {
        this.changes = changes;
        this.keeping = keeping;
        this.now = now;
    }

    Outcome decide(Event event) {
        Optional<byte[]> known = changes.fact(Keys.id(event.id()));
        if (known.isPresent() && Bytes.int64(known.get(), 0) != 0) return new Outcome.Duplicate();
        if (event.kind() != Kind.REQUEST_TO_VANISH && event.createdAt() <= cutOff(event.author())) {
            if (event.kind() == Kind.DELETION) delete(event);
            return new Outcome.Deleted();
        }
        boolean isDeleted = known.isPresent() && isDeletable(event.kind()) && isDeletedById(event);
        Optional<Address> address = Address.of(event);
        if (address.isPresent()) return decideVersion(event, address.get(), isDeleted);
        if (isDeleted) return new Outcome.Deleted();
        if (event.kind() == Kind.GIFT_WRAP && isMailboxFull(event)) return new Outcome.MailboxFull();
        Outcome stored = store(event);
        if (event.kind() == Kind.DELETION) delete(event);
        if (event.kind() == Kind.REQUEST_TO_VANISH) cutOff(event.author(), event.createdAt());
        return stored;
    }

    private Outcome.Stored store(Event event) {
        var stored = StoredEvent.of(changes.nextSequence(), event, now);
        changes.add(stored, event.id());
        return new Outcome.Stored(stored.sequence());
    }

    private Outcome decideVersion(Event event, Address address, boolean isDeleted) {
        Version version = version(address);
        if (event.createdAt() <= version.deletedUpTo()) return new Outcome.Deleted();
        if (version.isNewerThan(event.createdAt(), event.id())) return new Outcome.Outdated();
        if (version.sequence() != 0) changes.event(version.sequence()).ifPresent(changes::remove);
        if (isDeleted) {
            changes.putFact(
                    address.key(), new Version(version.deletedUpTo(), event.createdAt(), event.id(), 0).bytes());
            return new Outcome.Deleted();
        }
        Outcome.Stored stored = store(event);
        changes.putFact(
                address.key(),
                new Version(version.deletedUpTo(), event.createdAt(), event.id(), stored.sequence()).bytes());
        return stored;
    }

    private Version version(Address address) {
        return changes.fact(address.key()).map(Version::parse).orElse(Version.NONE);
    }

    private long cutOff(PublicKey author) {
        return changes.fact(Keys.cutOff(author))
                .map(value -> Bytes.int64(value, 0))
                .orElse(-1L);
    }

    private boolean isMailboxFull(Event wrap) {
        if (keeping.wrapsPerRecipient() == 0) return false;
        return wrap.tags().values("p").stream()
                .findFirst()
                .flatMap(Rules::bytes32)
                .filter(recipient -> changes.wraps(recipient) >= keeping.wrapsPerRecipient())
                .isPresent();
    }

    private static List<byte[]> recipients(Event wrap) {
        var recipients = new ArrayList<byte[]>();
        for (String value : wrap.tags().values("p")) bytes32(value).ifPresent(recipients::add);
        return recipients;
    }

    private static Optional<byte[]> bytes32(String text) {
        if (text.length() != 64) return Optional.empty();
        try {
            return Optional.of(Hex.parse(text));
        } catch (IllegalArgumentException notHex) {
            // Any text may stand in a tag.
            return Optional.empty();
        }
    }

    // Deletions (NIP-09)

    /// "Publishing a deletion request event against a deletion request has no effect", nor against one to vanish.
    private static boolean isDeletable(int kind) {
        return kind != Kind.DELETION && kind != Kind.REQUEST_TO_VANISH;
    }

    private boolean isDeletedById(Event event) {
        if (isDeleted(event.id(), event.author().bytes())) return true;
        if (event.kind() != Kind.GIFT_WRAP) return false;
        // NIP-59: wraps are signed by a key nobody keeps, so whom they are for may delete them.
        for (byte[] recipient : recipients(event)) if (isDeleted(event.id(), recipient)) return true;
        return false;
    }

    private boolean isDeleted(EventId id, byte[] by) {
        return changes.fact(Keys.deletion(id, by)).isPresent();
    }

    private void delete(Event deletion) {
        byte[] by = deletion.author().bytes();
        for (String value : deletion.tags().values("e")) {
            bytes32(value).ifPresent(id -> deleteById(new EventId(id), deletion.author(), by));
        }
        for (String value : deletion.tags().values("a")) {
            Address.parse(value)
                    .filter(address -> address.author().equals(deletion.author()))
                    .ifPresent(address -> deleteVersions(address, deletion.createdAt()));
        }
    }

    private void deleteById(EventId id, PublicKey deleter, byte[] by) {
        long sequence = changes.sequence(id);
        if (sequence != 0) {
            StoredEvent target = changes.event(sequence).orElseThrow();
            boolean mayDelete = target.author().equals(deleter)
                    || (target.kind() == Kind.GIFT_WRAP && target.isTagged('p', deleter.hex()));
            if (!mayDelete || !isDeletable(target.kind())) return;
            remove(target);
        }
        bar(id, by);
    }

    /// Keeps an event from coming (back) if that key has a say in it.
    private void bar(EventId id, byte[] by) {
        changes.putFact(Keys.deletion(id, by), new byte[0]);
        changes.putFact(Keys.id(id), Keys.int64(0));
    }

    private void deleteVersions(Address address, long upTo) {
        Version version = version(address);
        if (version.sequence() != 0 && version.createdAt() <= upTo) {
            changes.event(version.sequence()).ifPresent(changes::remove);
            version = version.at(0);
        }
        changes.putFact(address.key(), version.deletedUpTo(upTo).bytes());
    }

    /// Takes away an event that nothing newer takes the place of.
    void remove(StoredEvent event) {
        changes.remove(event);
        event.address().ifPresent(address -> {
            Version version = version(address);
            if (version.sequence() == event.sequence())
                changes.putFact(address.key(), version.at(0).bytes());
        });
    }

    // Vanishing (NIP-62)

    /// Keeps what the author made up to then from coming (back), and leaves a note that what is here is still to go.
    private void cutOff(PublicKey author, long upTo) {
        changes.putFact(Keys.cutOff(author), Keys.int64(Math.max(upTo, cutOff(author))));
        changes.putFact(Keys.vanishing(author), Keys.int64(upTo));
    }

    /// Takes away a gift wrap whose recipient vanishes, for good: only this one, since its date says nothing.
    void removeForGood(StoredEvent wrap, PublicKey recipient) {
        remove(wrap);
        bar(wrap.id(), recipient.bytes());
    }
}
