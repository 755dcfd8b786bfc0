package dev.muster.nostr.event;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.json.JsonReader;
import dev.muster.nostr.json.JsonWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Which events somebody asks for (NIP-01). Immutable; what is not stated is not asked for:
///
/// ```
/// Filter.ALL.kinds(Kind.GIFT_WRAP).tagged('p', List.of(me.hex())).since(yesterday)
/// ```
///
/// A list that is stated is never empty: an empty one would have to match nothing, and is most likely a
/// mistake.
public final class Filter {
    /// Matches every event.
    public static final Filter ALL = new Filter(new Draft());

    private final Set<EventId> ids;
    private final Set<PublicKey> authors;
    private final int[] kinds;
    private final SortedMap<Character, Set<String>> tags;
    private final long since;
    private final long until;
    private final OptionalInt limit;

    private Filter(Draft draft) {
        ids = draft.ids;
        authors = draft.authors;
        kinds = draft.kinds;
        tags = draft.tags;
        since = draft.since;
        until = draft.until;
        limit = draft.limit;
    }

    /// What a filter is made from; its sets are never changed once they are in.
    private static final class Draft {
        Set<EventId> ids = Set.of();
        Set<PublicKey> authors = Set.of();
        int[] kinds = {};
        SortedMap<Character, Set<String>> tags = new TreeMap<>();
        long since;
        long until = Long.MAX_VALUE;
        OptionalInt limit = OptionalInt.empty();

        Draft() {}

        Draft(Filter filter) {
            ids = filter.ids;
            authors = filter.authors;
            kinds = filter.kinds;
            tags = new TreeMap<>(filter.tags);
            since = filter.since;
            until = filter.until;
            limit = filter.limit;
        }
    }

    // Reading and writing

    public static Filter parse(byte[] json) {
        var reader = new JsonReader(json);
        Filter filter = read(reader);
        reader.end();
        return filter;
    }

    /// Reads the filter that comes next.
    ///
    /// @throws UnsupportedFilter if it is well-formed but asks by something that we don't know
    public static Filter read(JsonReader reader) {
        var draft = new Draft();
        var seen = new HashSet<String>();
        reader.openObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (!seen.add(name)) throw reader.expected("each condition once");
            switch (name) {
                case "ids" -> {
                    draft.ids = new HashSet<>();
                    readList(reader, () -> draft.ids.add(new EventId(reader.hex(EventId.LENGTH))));
                }
                case "authors" -> {
                    draft.authors = new HashSet<>();
                    readList(reader, () -> draft.authors.add(new PublicKey(reader.hex(PublicKey.LENGTH))));
                }
                case "kinds" -> {
                    var kinds = new HashSet<Integer>();
                    readList(reader, () -> kinds.add((int) reader.integer(Kind.MAX)));
                    draft.kinds = sorted(kinds);
                }
                case "since" -> draft.since = reader.integer(Event.MAX_TIME);
                case "until" -> draft.until = reader.integer(Event.MAX_TIME);
                case "limit" ->
                    draft.limit = OptionalInt.of((int) Math.min(Integer.MAX_VALUE, reader.integer(Long.MAX_VALUE)));
                default -> readTagCondition(name, reader, draft);
            }
        }
        return new Filter(draft);
    }

    private static void readTagCondition(String name, JsonReader reader, Draft draft) {
        if (name.length() != 2 || name.charAt(0) != '#' || !Tag.isLetter(name.charAt(1))) {
            throw new UnsupportedFilter("filter contains unknown elements");
        }
        char letter = name.charAt(1);
        var values = new HashSet<String>();
        readList(reader, () -> values.add(reader.string()));
        if (letter == 'e' || letter == 'p') {
            for (String value : values) if (!isHex32(value)) throw reader.expected("64 lower-case hex digits");
        }
        draft.tags.put(letter, values);
    }

    private static void readList(JsonReader reader, Runnable element) {
        reader.openArray();
        if (!reader.nextElement()) throw reader.expected("at least one value");
        do element.run();
        while (reader.nextElement());
    }

    private static boolean isHex32(String value) {
        if (value.length() != 64) return false;
        for (int i = 0; i < 64; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return true;
    }

    public byte[] json() {
        return writeJson(new JsonWriter()).toByteArray();
    }

    public JsonWriter writeJson(JsonWriter target) {
        var fields = new Fields(target);
        if (!ids.isEmpty()) fields.list("ids", ids, id -> target.hex(id.bytes()));
        if (!authors.isEmpty()) fields.list("authors", authors, author -> target.hex(author.bytes()));
        if (kinds.length > 0) fields.list("kinds", kinds(), kind -> target.number(kind));
        tags.forEach((letter, values) -> fields.list("#" + letter, values, target::string));
        if (since > 0) fields.name("since").number(since);
        if (until != Long.MAX_VALUE) fields.name("until").number(until);
        limit.ifPresent(most -> fields.name("limit").number(most));
        return target.raw(fields.empty ? "{}" : "}");
    }

    /// Puts commas where they belong.
    private static final class Fields {
        final JsonWriter target;
        boolean empty = true;

        Fields(JsonWriter target) {
            this.target = target;
        }

        JsonWriter name(String name) {
            target.raw(empty ? "{" : ",");
            empty = false;
            return target.raw("\"").raw(name).raw("\":");
        }

        <T> void list(String name, Collection<T> values, Consumer<? super T> write) {
            name(name);
            String before = "[";
            for (T value : values) {
                target.raw(before);
                write.accept(value);
                before = ",";
            }
            target.raw("]");
        }
    }

    // Asking for more: each returns a new filter

    public Filter ids(Collection<EventId> ids) {
        var draft = new Draft(this);
        draft.ids = stated(ids);
        return new Filter(draft);
    }

    public Filter authors(Collection<PublicKey> authors) {
        var draft = new Draft(this);
        draft.authors = stated(authors);
        return new Filter(draft);
    }

    public Filter kinds(int... kinds) {
        var draft = new Draft(this);
        draft.kinds = sorted(stated(Arrays.stream(kinds).boxed().toList()));
        return new Filter(draft);
    }

    /// Events with a tag of that name (one letter) and one of those values.
    public Filter tagged(char letter, Collection<String> values) {
        if (!Tag.isLetter(letter)) throw new IllegalArgumentException("only tags named by one letter can be asked for");
        var draft = new Draft(this);
        draft.tags.put(letter, stated(values));
        return new Filter(draft);
    }

    public Filter since(long seconds) {
        var draft = new Draft(this);
        draft.since = seconds;
        return new Filter(draft);
    }

    public Filter until(long seconds) {
        var draft = new Draft(this);
        draft.until = seconds;
        return new Filter(draft);
    }

    public Filter limit(int most) {
        var draft = new Draft(this);
        draft.limit = OptionalInt.of(most);
        return new Filter(draft);
    }

    private static <T> Set<T> stated(Collection<T> values) {
        if (values.isEmpty()) throw new IllegalArgumentException("a condition lists at least one value");
        return new HashSet<>(values);
    }

    private static int[] sorted(Set<Integer> kinds) {
        return kinds.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    // What it asks for

    /// Empty when ids don't matter.
    public Set<EventId> ids() {
        return Set.copyOf(ids);
    }

    /// Empty when authors don't matter.
    public Set<PublicKey> authors() {
        return Set.copyOf(authors);
    }

    /// In ascending order; empty when kinds don't matter.
    public List<Integer> kinds() {
        return Arrays.stream(kinds).boxed().toList();
    }

    /// By the letter of the tag.
    public Map<Character, Set<String>> tags() {
        return Map.copyOf(tags);
    }

    /// 0 when not stated.
    public long since() {
        return since;
    }

    /// [Long#MAX_VALUE] when not stated.
    public long until() {
        return until;
    }

    public OptionalInt limit() {
        return limit;
    }

    /// How many values its conditions list together.
    public int values() {
        int values = ids.size() + authors.size() + kinds.length;
        for (Set<String> condition : tags.values()) values += condition.size();
        return values;
    }

    /// How many characters the values of its tag conditions have together.
    public long textLength() {
        long length = 0;
        for (Set<String> condition : tags.values()) for (String value : condition) length += value.length();
        return length;
    }

    /// Whether the event is one of those asked for. The limit plays no part in it.
    public boolean matches(Event event) {
        if (event.createdAt() < since || event.createdAt() > until) return false;
        if (kinds.length > 0 && Arrays.binarySearch(kinds, event.kind()) < 0) return false;
        if (!ids.isEmpty() && !ids.contains(event.id())) return false;
        if (!authors.isEmpty() && !authors.contains(event.author())) return false;
        if (tags.isEmpty()) return true;
        for (var condition : tags.entrySet()) {
            if (!hasTag(event.tags(), condition.getKey(), condition.getValue())) return false;
        }
        return true;
    }

    private static boolean hasTag(Tags tags, char letter, Set<String> values) {
        for (Tag tag : tags) {
            if (tag.isIndexed() && tag.name().charAt(0) == letter && values.contains(tag.value())) return true;
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter that
                && ids.equals(that.ids)
                && authors.equals(that.authors)
                && Arrays.equals(kinds, that.kinds)
                && tags.equals(that.tags)
                && since == that.since
                && until == that.until
                && limit.equals(that.limit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ids, authors, Arrays.hashCode(kinds), tags, since, until, limit);
    }

    @Override
    public String toString() {
        return writeJson(new JsonWriter()).toString();
    }
}
