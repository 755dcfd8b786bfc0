package dev.muster.cli;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.MalformedJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What a bot's pages say of a certificate.
///
/// @param title of the session
/// @param npub whose it is
record CertificateVerdict(
        boolean isValid,
        boolean isRevoked,
        String title,
        String npub,
        Optional<Instant> earned,
        Optional<Instant> expires) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /// @throws MalformedJson if it is something else
    static CertificateVerdict parse(byte[] json) {
        boolean isValid = false;
        boolean isRevoked = false;
        String title = "";
        String npub = "";
        Optional<Instant> earned = Optional.empty();
        Optional<Instant> expires = Optional.empty();
        var reader = new JsonReader(json);
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "valid" -> isValid = reader.bool();
                case "revoked" -> isRevoked = reader.bool();
                case "title" -> title = Shell.printable(reader.string()).replace('\n', ' ');
                case "npub" -> npub = Shell.printable(reader.string());
                case "earnedAt" -> earned = time(reader);
                case "expiresAt" -> expires = time(reader);
                default -> reader.skip();
            }
        }
        return new CertificateVerdict(isValid, isRevoked, title, npub, earned, expires);
    }

    private static Optional<Instant> time(JsonReader reader) {
        if (Character.isDigit(reader.peek())) return Optional.of(Instant.ofEpochSecond(reader.integer(Event.MAX_TIME)));
        reader.skip();
        return Optional.empty();
    }

    /// In one word.
    String word() {
        return isValid ? "valid" : isRevoked ? "withdrawn" : "expired";
    }

    /// Such as `valid      Medic 101, earned 1 December 2026 by npub1…`.
    String text() {
        return "%-9s  %s%s by %s%s"
                .formatted(
                        word(),
                        title,
                        earned.map(at -> ", earned " + day(at)).orElse(""),
                        npub,
                        expires.map(at -> ", counts until " + day(at)).orElse(""));
    }

    /// A certificate belongs to no place, so its days are those of UTC.
    private static String day(Instant at) {
        return DAY.format(at.atOffset(ZoneOffset.UTC));
    }

    JsonObject json() {
        var json = new JsonObject()
                .with("valid", isValid)
                .with("verdict", word())
                .with("title", title)
                .with("npub", npub);
        earned.ifPresent(at -> json.with("earned", at.getEpochSecond()));
        expires.ifPresent(at -> json.with("expires", at.getEpochSecond()));
        return json;
    }
}
