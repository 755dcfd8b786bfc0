package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.wrap.Message;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Gatherers;

/// What an organizer says to the bot about a session (NIP-52, with whom to invite).
///
/// Whoever changes it says all of it again. So the organizer keeps a copy, as a message to themselves.
///
/// @param madeAt when it was said, in seconds since 1970; the latest counts
record Announcement(long madeAt, Tags tags) {
    static Announcement called(String id, String title) {
        return new Announcement(0, Tags.of(Tag.of("d", id), Tag.of("title", title)));
    }

    /// A message holds 36 KB (NIP-44, twice), and a guest takes 90 bytes.
    private static final int GUESTS_AT_ONCE = 250;

    /// The latest about each session that somebody has announced, with all who were ever invited.
    static List<Announcement> in(List<Message> kept) {
        Map<String, Announcement> latest = new LinkedHashMap<>();
        kept.stream()
                .filter(message -> message.kind() == Kind.TIME_EVENT)
                .map(message -> new Announcement(
                        message.rumor().createdAt(), message.rumor().tags()))
                .sorted(Comparator.comparingLong(Announcement::madeAt).reversed())
                .forEach(each -> latest.merge(each.id(), each, (newest, older) -> newest.and(older.guestTags())));
        return List.copyOf(latest.values());
    }

    /// As many as it takes to tell all guests: each is the plan, and some of them.
    List<Announcement> parts() {
        List<Tag> guests = guestTags();
        if (guests.size() <= GUESTS_AT_ONCE) return List.of(this);
        Announcement plan = only(tag -> !isGuest(tag));
        return guests.stream()
                .gather(Gatherers.windowFixed(GUESTS_AT_ONCE))
                .map(plan::and)
                .toList();
    }

    private List<Tag> guestTags() {
        return tags.stream().filter(Announcement::isGuest).toList();
    }

    private static boolean isGuest(Tag tag) {
        return tag.isNamed("tel") || (tag.isNamed("p") && tag.at(3).equals("attendee"));
    }

    String id() {
        return tags.identifier();
    }

    String title() {
        return tags.value("title").orElse("");
    }

    Optional<Instant> ends() {
        return tags.value("end").or(() -> tags.value("start")).flatMap(SessionLine::time);
    }

    boolean isPublic() {
        return tags.first("public").isPresent();
    }

    String address(PublicKey author) {
        return Kind.TIME_EVENT + ":" + author.hex() + ":" + id();
    }

    /// Whether somebody may mean it by this.
    boolean isCalled(String name) {
        return id().equalsIgnoreCase(name)
                || title().equalsIgnoreCase(name)
                || (name.startsWith(Kind.TIME_EVENT + ":") && name.endsWith(":" + id()));
    }

    /// The same with one tag of that name, and this value.
    Announcement with(String name, String value) {
        return without(name).and(Tag.of(name, value));
    }

    /// The same with these tags of that name, and no other.
    Announcement with(String name, List<String> values) {
        Announcement result = without(name);
        for (String value : values) result = result.and(Tag.of(name, value));
        return result;
    }

    Announcement marked(String name) {
        return without(name).and(Tag.of(name));
    }

    Announcement inviting(GuestList list) {
        Announcement result = this;
        for (Guest guest : list.guests()) result = result.and(guest.tag());
        return result;
    }

    Announcement ledBy(List<PublicKey> hosts) {
        Announcement result = this;
        for (PublicKey host : hosts) result = result.and(Tag.of("p", host.hex(), "", "Host"));
        return result;
    }

    /// How many are invited.
    long guests() {
        return guestTags().size();
    }

    /// What everybody may see of a public one: not who is invited, nor where the room is.
    Tags openly(PublicKey bot) {
        Set<String> open = Set.of("d", "title", "summary", "start", "end", "start_tzid");
        List<Tag> shown = new ArrayList<>(tags.stream()
                .filter(tag -> open.contains(tag.name()) || isHost(tag))
                .toList());
        shown.add(Tag.of("p", bot.hex(), "", "notifier"));
        return new Tags(shown);
    }

    private static boolean isHost(Tag tag) {
        return tag.isNamed("p") && tag.at(3).equals("Host");
    }

    private Announcement without(String name) {
        return only(tag -> !tag.isNamed(name));
    }

    private Announcement only(Predicate<Tag> wanted) {
        return new Announcement(madeAt, new Tags(tags.stream().filter(wanted).toList()));
    }

    /// Nobody is invited twice.
    private Announcement and(Tag tag) {
        return and(List.of(tag));
    }

    private Announcement and(List<Tag> more) {
        Set<Tag> all = new LinkedHashSet<>(tags.all());
        all.addAll(more);
        return new Announcement(madeAt, new Tags(List.copyOf(all)));
    }

    /// What one types for a session of this title: `Medic 101` is `medic-101`.
    static String idFor(String title) {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        String id = plain.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-+|-+$", "");
        int longest = 40;
        return id.length() <= longest ? id : id.substring(0, longest).replaceAll("-+$", "");
    }
}
