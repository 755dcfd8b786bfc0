package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what people and programs say about sessions: NIP-52, NIP-53, and BuildIt's form of them.
///
/// BuildIt uses two kinds differently: its events are 31922 with a time instead of a date, its answers 31923 with a
/// status instead of a start.
final class Reader {
    private static final Set<String> HOSTS = Set.of("host", "moderator", "co-host", "cohost", "organizer");
    private static final String ATTENDEE = "attendee";

    /// NIP-44 ends long before, and people who look at such a list too.
    private static final int LONGEST_TITLE = 200;

    private final SessionsConfig config;

    Reader(SessionsConfig config) {
        this.config = config;
    }

    /// What it says, if it is about sessions.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it, to whoever said it
    Optional<Said> read(Rumor said) {
        Tags tags = said.tags();
        return switch (said.kind()) {
            case Kind.DATE_EVENT -> Optional.of(planned(said));
            case Kind.TIME_EVENT -> {
                boolean isAnswer =
                        tags.value("start").isEmpty() && tags.value("status").isPresent();
                yield isAnswer ? answered(tags.value("e"), tags) : Optional.of(planned(said));
            }
            case Kind.RSVP -> answered(tags.value("a"), tags);
            case Kind.MEETING_SPACE ->
                Optional.of(new Said.Room(Address.of(said), rooms(tags).findFirst(), hosts(tags)));
            case Kind.MEETING_SESSION -> Optional.of(meeting(said));
            case Kind.CHAT_MESSAGE -> invitation(said);
            case Kind.ROOM_PRESENCE -> tags.value("a").flatMap(Address::parse).map(Said.Here::new);
            default -> Optional.empty();
        };
    }

    private static Optional<Said> answered(Optional<String> event, Tags tags) {
        return event.flatMap(
                name -> tags.value("status").flatMap(Reply::of).map(reply -> new Said.Answered(name, reply)));
    }

    private Said planned(Rumor said) {
        return planned(said, Address.of(said), BuildItEvent.of(said.content()));
    }

    private Said.Planned planned(Rumor said, Address address, BuildItEvent event) {
        Tags tags = said.tags();
        boolean isCancelled = tags.value("status").filter("cancelled"::equals).isPresent();
        Set<PublicKey> hosts =
                Stream.concat(hosts(tags).stream(), event.coHosts()).collect(Collectors.toSet());
        Optional<String> otherName =
                address.kind() == Kind.DATE_EVENT ? Optional.of(address.identifier()) : Optional.empty();
        Plan plan = plan(said, event).ledBy(hosts);
        return new Said.Planned(address, plan, isCancelled, otherName, invited(tags), contacts(tags));
    }

    /// BuildIt's message that invites to an event, which tells enough to announce it.
    private Optional<Said> invitation(Rumor said) {
        if (!said.tags().values("type").contains("event_invitation")) return Optional.empty();
        BuildItEvent event = BuildItEvent.of(said.content());
        return event.text("eventId")
                .map(id -> new Said.Invited(planned(said, new Address(Kind.DATE_EVENT, said.author(), id), event)));
    }

    private Said meeting(Rumor said) {
        Tags tags = said.tags();
        List<Address> named = tags.values("a").stream()
                .flatMap(text -> Address.parse(text).stream())
                .toList();
        Optional<Plan> plan =
                tags.value("starts").isPresent() && tags.value("title").isPresent()
                        ? Optional.of(plan(said, BuildItEvent.of("")))
                        : Optional.empty();
        return new Said.Meeting(
                Address.of(said),
                named.stream()
                        .filter(it -> it.kind() == Kind.TIME_EVENT || it.kind() == Kind.DATE_EVENT)
                        .findFirst(),
                named.stream().filter(it -> it.kind() == Kind.MEETING_SPACE).findFirst(),
                plan,
                tags.value("status").flatMap(Status::of),
                tags.value("recording").filter(Reader::isHttps));
    }

    private Plan plan(Rumor said, BuildItEvent event) {
        Tags tags = said.tags();
        String title = tags.value("title")
                .or(() -> event.text("title"))
                .or(() -> tags.value("name"))
                .orElseThrow(() -> new IllegalArgumentException("it has no title"));
        String zone =
                zone(tags.value("start_tzid").or(() -> event.text("timezone")).orElse(config.zone()));
        Instant starts = tags.value("start")
                .or(() -> tags.value("starts"))
                .or(() -> event.text("startAt"))
                .map(text -> time("start", text, zone))
                .orElseThrow(() -> new IllegalArgumentException("it has no start"));
        Instant ends = tags.value("end")
                .or(() -> tags.value("ends"))
                .or(() -> event.text("endAt"))
                .map(text -> time("end", text, zone))
                .orElseGet(() -> end(starts, tags, zone));
        return new Plan(
                shortened(title.strip(), LONGEST_TITLE),
                tags.value("summary").or(() -> event.text("description")).orElse(event.isThere() ? "" : said.content()),
                starts,
                ends,
                zone,
                rooms(tags).findFirst().or(() -> event.room(config.room())),
                number(tags, "autostart", Duration::ofMinutes)
                        .or(event::autoStart)
                        .or(() -> Optional.of(config.autoStart()).filter(Duration::isPositive)),
                reminders(tags),
                number(tags, "call", Duration::ofMinutes),
                number(tags, "capacity", Math::toIntExact).or(event::capacity).orElse(0),
                number(tags, "completion", Duration::ofMinutes).orElse(config.completion()),
                hosts(tags));
    }

    private Instant end(Instant starts, Tags tags, String zone) {
        // A day can have 23 or 25 hours.
        return isDate(tags) ? starts.atZone(ZoneId.of(zone)).plusDays(1).toInstant() : starts.plus(config.length());
    }

    private List<Duration> reminders(Tags tags) {
        List<String> own = tags.values("reminder");
        if (own.isEmpty()) return config.reminders();
        return own.stream()
                .map(text -> whole("reminder", text, Duration::ofMinutes))
                .toList();
    }

    private static boolean isDate(Tags tags) {
        return tags.value("start").filter(text -> text.contains("-")).isPresent();
    }

    private static <T> Optional<T> number(Tags tags, String name, LongFunction<T> unit) {
        return tags.value(name).map(text -> whole(name, text, unit));
    }

    private static <T> T whole(String name, String text, LongFunction<T> unit) {
        if (!text.matches("\\d{1,7}"))
            throw new IllegalArgumentException(name + " is a whole number, not " + quoted(text));
        return unit.apply(Long.parseLong(text));
    }

    /// Seconds since 1970, or a day.
    private static Instant time(String name, String text, String zone) {
        try {
            if (text.matches("\\d{1,12}")) return Instant.ofEpochSecond(Long.parseLong(text));
            return LocalDate.parse(text).atStartOfDay(ZoneId.of(zone)).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is seconds since 1970 or a day such as 2026-12-24, not " + quoted(text), e);
        }
    }

    private static String zone(String name) {
        try {
            return ZoneId.of(name).getId();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "there is no time zone " + quoted(name) + "; they are called like Europe/Prague", e);
        }
    }

    /// The rooms that it names, the most certain first.
    private static Stream<String> rooms(Tags tags) {
        return Stream.of("service", "location", "r")
                .flatMap(name -> tags.values(name).stream())
                .filter(Reader::isRoom);
    }

    static boolean isRoom(String template) {
        return isHttps(template.replace("{room}", "room"));
    }

    static boolean isHttps(String url) {
        try {
            URI address = URI.create(url);
            return "https".equals(address.getScheme()) && address.getHost() != null && url.length() <= 1000;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static Set<PublicKey> hosts(Tags tags) {
        return people(tags, HOSTS);
    }

    private static Set<PublicKey> invited(Tags tags) {
        return people(tags, Set.of(ATTENDEE));
    }

    private static Set<PublicKey> people(Tags tags, Set<String> roles) {
        return tags.stream()
                .filter(tag -> tag.isNamed("p") && roles.contains(tag.at(3).toLowerCase(Locale.ROOT)))
                .flatMap(tag -> key(tag.value()))
                .collect(Collectors.toSet());
    }

    static Stream<PublicKey> key(String hex) {
        return hex.matches("[0-9a-f]{64}") ? Stream.of(PublicKey.parse(hex)) : Stream.empty();
    }

    private static List<Contact> contacts(Tags tags) {
        return tags.stream()
                .filter(tag -> tag.isNamed("tel"))
                .map(Reader::contact)
                .distinct()
                .toList();
    }

    private static Contact contact(Tag tag) {
        String number = tag.value().replaceFirst("^tel:", "").replaceAll("[ ()./-]", "");
        // Not repeated: it may be somebody's number after all.
        if (!number.matches("\\+[1-9]\\d{5,14}"))
            throw new IllegalArgumentException("a telephone number is written like +420123456789");
        return new Contact(number, tag.at(2));
    }

    private static String quoted(String text) {
        return "\"" + shortened(text, 40) + "\"";
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
