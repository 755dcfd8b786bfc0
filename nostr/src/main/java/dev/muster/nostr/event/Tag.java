package dev.muster.nostr.event;

import java.util.List;

/// One tag: a name, mostly a value, and whatever else follows.
public record Tag(List<String> elements) {
    public Tag {
        if (elements.isEmpty()) throw new IllegalArgumentException("a tag has at least one element");
        elements = List.copyOf(elements);
    }

    public static Tag of(String... elements) {
        return new Tag(List.of(elements));
    }

    public String name() {
        return elements.getFirst();
    }

    /// The first element after the name; empty when there is none.
    public String value() {
        return at(1);
    }

    /// The element at `index`, the name being 0; empty when there is none.
    public String at(int index) {
        return index < elements.size() ? elements.get(index) : "";
    }

    public boolean isNamed(String name) {
        return name().equals(name);
    }

    /// Whether relays index it: a name of one letter (a-z, A-Z), and a value.
    public boolean isIndexed() {
        return elements.size() > 1 && name().length() == 1 && isLetter(name().charAt(0));
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
