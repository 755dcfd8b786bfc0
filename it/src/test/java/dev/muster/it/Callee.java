package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Somebody without an app, whom Ana calls by way of a relay and a bot that run as processes.
final class Callee implements AutoCloseable {
    private final House house;
    private final SecretKey ana;
    private final SecretKey self = SecretKey.random(Events.RANDOM);
    private final People people;

    Callee(Path folder) throws IOException, InterruptedException {
        house = House.in(
                folder,
                House.SOON_READY,
                "notifier.push.web.local_endpoints=true",
                "notifier.push.web.subject=mailto:admin@example.org");
        house.relay().start();
        house.bot().start();
        ana = house.admin();
        people = new People(house.relayUrl(), house.botKey(), List.of(ana, self));
        people.deliver(at(ana));
        people.deliver(at(self));
        String named = "{\"prefs\":{\"allow\":[\"%s\"],\"petnames\":{\"%s\":\"Ana\"}}}"
                .formatted(ana.publicKey().hex(), ana.publicKey().hex());
        people.answer(people.say(self, Kind.PUSH_PREFERENCES, Tags.NONE, named));
    }

    /// Where somebody receives messages.
    private Event at(SecretKey who) {
        Tags relays = Tags.of(Tag.of("relay", house.relayUrl().toString()));
        return new Rumor(who.publicKey(), Instant.now().getEpochSecond(), Kind.INBOX_RELAYS, relays, "")
                .sign(who, Events.RANDOM);
    }

    String npub() {
        return new Npub(self.publicKey()).encode();
    }

    String anasNpub() {
        return new Npub(ana.publicKey()).encode();
    }

    /// What the bot sends to who types that word.
    URI link() throws InterruptedException {
        return people.answer(people.type(self, "browser")).link();
    }

    /// The page that lets a browser ring.
    URI page() {
        return house.pages().resolve("/app");
    }

    /// What an extension of theirs does for pages (NIP-07), with nostr-tools.
    String extension() throws IOException {
        return NodePeer.library("nostr-tools/lib/nostr.bundle.js") + """
            ;(() => {
              const key = NostrTools.utils.hexToBytes("%s");
              window.nostr = {
                getPublicKey: async () => NostrTools.getPublicKey(key),
                signEvent: async (event) => NostrTools.finalizeEvent(event, key)
              };
            })();
            """.formatted(self.hex());
    }

    /// Ana calls.
    String isCalled() throws InterruptedException {
        String callId = UUID.randomUUID().toString();
        var tags =
                Tags.of(Tag.of("p", self.publicKey().hex()), Tag.of("call-id", callId), Tag.of("call-type", "voice"));
        String offer = "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"callType\":\"voice\",\"sdp\":\"\",\"timestamp\":%d}"
                .formatted(callId, Instant.now().toEpochMilli());
        people.say(ana, Kind.BUILDIT_CALL_OFFER, tags, offer);
        return callId;
    }

    void isHungUp(String callId) throws InterruptedException {
        String content = "{\"_v\":\"1.0.0\",\"callId\":\"%s\",\"reason\":\"cancelled\"}".formatted(callId);
        people.say(
                ana,
                Kind.BUILDIT_CALL_HANGUP,
                Tags.of(Tag.of("p", self.publicKey().hex())),
                content);
    }

    /// Waits until Ana hears that of the call.
    void anaHears(String callId, String status) throws InterruptedException {
        People.await(
                "Ana hears " + status,
                () -> people.lettersTo(ana)
                        .anyMatch(letter -> letter.is("call-id", callId) && letter.is("status", status)));
    }

    @Override
    public void close() {
        people.close();
        house.close();
    }
}
