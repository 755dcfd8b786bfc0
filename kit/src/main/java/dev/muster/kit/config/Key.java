package dev.muster.kit.config;

import dev.muster.nostr.crypto.PublicKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Something that can be set: `relay.net.public_url`.
record Key(String name, RecordComponent component) {
    /// Every key below a table, in the order of the record's components.
    ///
    /// @param prefix empty, or the table's name with a dot
    static List<Key> of(Class<?> table, String prefix) {
        return Arrays.stream(table.getRecordComponents())
                .map(component -> new Key(prefix + snakeCase(component.getName()), component))
                .flatMap(key -> key.isTable() ? of(key.type(), key.within(prefix)).stream() : Stream.of(key))
                .toList();
    }

    static String snakeCase(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    Class<?> type() {
        return component.getType();
    }

    boolean isTable() {
        return type().isRecord() && type() != PublicKey.class;
    }

    /// What its own keys begin with.
    ///
    /// @param around what those beside it begin with
    String within(String around) {
        return component.isAnnotationPresent(Flat.class) ? around : name + ".";
    }

    /// Also keys of people: somebody pastes the secret one.
    boolean isSecret() {
        return component.isAnnotationPresent(Secret.class) || mentions(component.getGenericType(), PublicKey.class);
    }

    private static boolean mentions(Type type, Class<?> wanted) {
        return type == wanted
                || (type instanceof ParameterizedType generic
                        && Arrays.asList(generic.getActualTypeArguments()).contains(wanted));
    }

    /// Its variable: `MUSTER_RELAY_NET_PUBLIC_URL`.
    String variable() {
        return "MUSTER_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
