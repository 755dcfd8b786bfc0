package dev.muster.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The lines of one stream, or those before the first, which count for all of them.
final class Section {
    /// What of it is written into an answer, just as it came.
    static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");

    private record Attribute(String name, String value) {}

    private final String head;
    private final List<Attribute> attributes = new ArrayList<>();
    private Optional<String> connection = Optional.empty();
    private Optional<String> origin = Optional.empty();

    Section(String head) {
        this.head = head;
    }

    void add(char type, String value) {
        switch (type) {
            case 'a' -> {
                int colon = value.indexOf(':');
                attributes.add(
                        colon < 0
                                ? new Attribute(value.strip(), "")
                                : new Attribute(
                                        value.substring(0, colon),
                                        value.substring(colon + 1).strip()));
            }
            case 'c' -> connection = connection.or(() -> Optional.of(value));
            case 'o' -> origin = origin.or(() -> Optional.of(value));
            default -> {}
        }
    }

    String head() {
        return head;
    }

    Optional<String> connection() {
        return connection;
    }

    Optional<String> origin() {
        return origin;
    }

    boolean has(String name) {
        return attributes.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    Stream<String> all(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value);
    }

    Optional<String> first(String name) {
        return all(name).findFirst();
    }

    /// The direction is an attribute without a value.
    Optional<Direction> direction() {
        return attributes.stream()
                .flatMap(attribute -> Direction.named(attribute.name()).stream())
                .findFirst();
    }
}
