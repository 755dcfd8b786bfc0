package dev.muster.kit.config;

import dev.muster.kit.config.Setting.Value;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.UserInput;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes what a configuration record holds out of what somebody has set.
///
/// Each method throws an [IllegalArgumentException] that says what is allowed.
///
/// @param folder what a relative path starts from
record Reading(Path folder) {
    Object read(Value value, Type type) {
        if (type instanceof Class<?> simple) return one(text(value), simple);
        if (type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> element) {
            if (generic.getRawType() == Optional.class) return optional(text(value), element);
            if (generic.getRawType() == List.class) return all(value, element).toList();
            if (generic.getRawType() == Set.class) return all(value, element).collect(Collectors.toUnmodifiableSet());
        }
        throw unreadable(type);
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.One(var text) -> text.strip();
            case Value.Several _ -> throw new IllegalArgumentException("one value, not a list");
        };
    }

    private Optional<Object> optional(String text, Class<?> type) {
        return text.isEmpty() ? Optional.empty() : Optional.of(one(text, type));
    }

    /// In TOML an array; where there is only text, commas.
    private Stream<Object> all(Value value, Class<?> type) {
        Stream<String> texts = switch (value) {
            case Value.One(var text) -> Arrays.stream(text.split(",", -1));
            case Value.Several(var several) -> several.stream();
        };
        return texts.map(String::strip).filter(text -> !text.isEmpty()).map(text -> one(text, type));
    }

    private Object one(String text, Class<?> type) {
        if (type == String.class) return text;
        if (type == int.class) return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (type == long.class) return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        if (type == boolean.class) return truth(text);
        if (type == Duration.class) return DurationText.parse(text);
        if (type == Path.class) return path(text);
        if (type == URI.class) return address(text);
        if (type == LocalTime.class) return time(text);
        if (type == ZoneId.class) return zone(text);
        if (type == PublicKey.class) return UserInput.publicKey(text);
        if (type.isEnum()) return constant(text, type);
        throw unreadable(type);
    }

    private static IllegalStateException unreadable(Type type) {
        return new IllegalStateException("nothing can be read into a component of " + type);
    }

    private static long whole(String text, long smallest, long largest) {
        try {
            long number = Long.parseLong(text);
            if (number >= smallest && number <= largest) return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number", e);
        }
        throw new IllegalArgumentException("a whole number up to " + largest);
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private Path path(String text) {
        try {
            if (!text.isEmpty()) return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the name of a file or folder", e);
        }
        throw new IllegalArgumentException("the name of a file or folder");
    }

    private static URI address(String text) {
        try {
            var address = new URI(text);
            if (address.getScheme() != null && address.getHost() != null) return address;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("an address such as wss://relay.example.org", e);
        }
        throw new IllegalArgumentException("an address such as wss://relay.example.org");
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time of day such as 21:00", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time zone such as Europe/Prague", e);
        }
    }

    private static Object constant(String text, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Arrays.stream(constants).map(Reading::name).collect(Collectors.joining(", "))));
    }

    private static String name(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
