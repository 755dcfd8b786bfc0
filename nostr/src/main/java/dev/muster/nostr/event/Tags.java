package dev.muster.nostr.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The tags of an event, in their order.
public record Tags(List<Tag> all) implements Iterable<Tag> {
    public static final Tags NONE = new Tags(List.of());

    public Tags {
        all = List.copyOf(all);
    }

    public static Tags of(Tag... tags) {
        return new Tags(List.of(tags));
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int size() {
        return all.size();
    }

    public Stream<Tag> stream() {
        return all.stream();
    }

    /// The first tag of that name.
    public Optional<Tag> first(String name) {
        for (Tag tag : all) if (tag.isNamed(name)) return Optional.of(tag);
        return Optional.empty();
    }

    /// The value of the first tag of that name, if it has one.
    public Optional<String> value(String name) {
        return first(name).filter(tag -> tag.elements().size() > 1).map(Tag::value);
    }

    /// The values of all tags of that name.
    public List<String> values(String name) {
        var values = new ArrayList<String>();
        for (Tag tag : all) if (tag.isNamed(name) && tag.elements().size() > 1) values.add(tag.value());
        return values;
    }

    /// What tells addressable events of one kind and author apart: the first `d`; a missing one is the same as
    /// an empty one.
    public String identifier() {
        return first("d").map(Tag::value).orElse("");
    }

    /// These tags and one more.
    public Tags with(String... elements) {
        var more = new ArrayList<>(all);
        more.add(Tag.of(elements));
        return new Tags(more);
    }

    @Override
    public Iterator<Tag> iterator() {
        return all.iterator();
    }
}
