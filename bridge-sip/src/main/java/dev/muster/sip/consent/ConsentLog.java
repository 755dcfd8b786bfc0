package dev.muster.sip.consent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that was ever said about being recorded. Its events are signed like any other, and published nowhere.
public final class ConsentLog {
    private static final Shelf<Written> ENTRIES = new Shelf<>("recording-consent", Written.class);
    private static final Shelf<Where> OF_CALL = new Shelf<>("recording-consent-call", Where.class);
    private static final Shelf<End> END = new Shelf<>("recording-consent-end", End.class);

    private final SecretKey key;
    private final SecureRandom random;
    private final InstantSource clock;

    private record Written(String json) {}

    private record Where(long number) {}

    /// @param last the id of the last entry; empty where there is none
    private record End(long count, String last) {
        static final End NONE = new End(0, "");
    }

    /// Signs with that key.
    ///
    /// @param key the bridge's own
    public ConsentLog(SecretKey key, SecureRandom random, InstantSource clock) {
        this.key = key;
        this.random = random;
        this.clock = clock;
    }

    /// Writes down what somebody was told, or has said.
    ///
    /// @param party who, as the call names its parties: never a number
    public Entry add(Change change, String call, String party, Method method) {
        End end = end(change);
        List<Tag> tags = new ArrayList<>(List.of(
                Tag.of("d", "recording-consent:" + end.count()),
                Tag.of(Entry.PLACE, Long.toString(end.count())),
                Tag.of(Entry.CALL, call),
                Tag.of(Entry.PARTY, party),
                Tag.of(Entry.METHOD, method.word())));
        if (!end.last().isEmpty()) tags.add(Tag.of(Entry.BEFORE, end.last()));
        Event event = new Rumor(key.publicKey(), clock.instant().getEpochSecond(), Kind.APP_DATA, new Tags(tags), "")
                .sign(key, random);
        String place = Long.toString(end.count());
        change.put(ENTRIES.at(place), new Written(new String(event.json(), UTF_8)));
        change.put(OF_CALL.at(call, place), new Where(end.count()));
        change.put(END.at(), new End(end.count() + 1, event.id().hex()));
        return new Entry(end.count(), event);
    }

    private static End end(Reading reading) {
        return reading.get(END.at()).orElse(End.NONE);
    }

    /// How many entries there are.
    public long size(Reading reading) {
        return end(reading).count();
    }

    /// What was said in a call, in order.
    public List<Entry> of(Reading reading, String call) {
        return reading.under(OF_CALL.at(call)).stream()
                .map(found -> found.value().number())
                .sorted(Comparator.naturalOrder())
                .flatMap(number -> entry(reading, number).stream())
                .toList();
    }

    /// Whether somebody in a call may be recorded.
    public boolean allows(Reading reading, Policy policy, String call, String party) {
        return policy.isSatisfied(of(reading, call).stream()
                .filter(entry -> entry.party().equals(party))
                .flatMap(entry -> entry.method().stream())
                .toList());
    }

    /// What a recording needs to begin; empty as long as one of those parties may not be recorded.
    ///
    /// @param parties everybody who is going to be heard
    public Optional<Permit> permit(Reading reading, Policy policy, String call, Set<String> parties) {
        return permit(reading, call, parties.stream().collect(Collectors.toMap(party -> party, _ -> policy)));
    }

    /// Likewise, where not everybody has to say the same.
    ///
    /// @param policies for each who is going to be heard
    public Optional<Permit> permit(Reading reading, String call, Map<String, Policy> policies) {
        boolean areAllAsked = !policies.isEmpty()
                && policies.entrySet().stream().allMatch(one -> allows(reading, one.getValue(), call, one.getKey()));
        return areAllAsked ? Optional.of(new Permit(call, policies.keySet())) : Optional.empty();
    }

    private static Optional<Entry> entry(Reading reading, long number) {
        return reading.get(ENTRIES.at(Long.toString(number)))
                .map(written -> new Entry(number, Event.parse(written.json().getBytes(UTF_8))));
    }

    /// What is wrong with the log, if anything is: an entry that is missing, was changed, or was signed by somebody
    /// else.
    public Optional<String> flaw(Reading reading) {
        End end = end(reading);
        String before = "";
        for (long number = 0; number < end.count(); number++) {
            Entry entry = entry(reading, number).orElse(null);
            if (entry == null) return Optional.of("entry " + number + " is missing");
            Optional<String> flaw = flaw(entry, before, key.publicKey());
            if (flaw.isPresent()) return flaw;
            before = entry.id().hex();
        }
        return before.equals(end.last()) ? Optional.empty() : Optional.of("the last entry is another than was written");
    }

    /// What is wrong with an entry, for whoever was given it and the one before.
    ///
    /// @param before the id of the one before; empty for the first
    public static Optional<String> flaw(Entry entry, String before, PublicKey bridge) {
        String name = "entry " + entry.number();
        if (!entry.event().author().equals(bridge)) return Optional.of(name + " was signed by somebody else");
        Optional<String> forged = entry.event().flaw();
        if (forged.isPresent()) return Optional.of(name + " was changed: " + forged.get());
        if (!entry.event().tags().value(Entry.PLACE).equals(Optional.of(Long.toString(entry.number()))))
            return Optional.of(name + " lies in another's place");
        if (!entry.before().orElse("").equals(before)) return Optional.of(name + " doesn't follow on the one before");
        return Optional.empty();
    }
}
