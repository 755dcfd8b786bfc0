package dev.muster.kit.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Lays settings over a record of defaults: makes a new record of the same kind.
///
/// @param settings by key
/// @param folder what relative paths among the defaults start from
record Overlay(Map<String, Setting> settings, Path folder) {
    <T extends Record> T onto(T defaults) {
        return table("", defaults);
    }

    /// @param prefix empty, or the table's name with a dot
    private <T extends Record> T table(String prefix, T defaults) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) defaults.getClass();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(prefix, component, defaults))
                .toArray();
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) throw refused(prefix, components, refusal);
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(String prefix, RecordComponent component, Record defaults) {
        Key key = new Key(prefix + Key.snakeCase(component.getName()), component);
        Object byDefault = byDefault(component, defaults);
        if (key.isTable()) return table(key.within(prefix), (Record) byDefault);
        Setting setting = settings.get(key.name());
        if (setting == null) return byDefault instanceof Path path ? folder.resolve(path) : byDefault;
        try {
            return new Reading(setting.folder()).read(setting.value(), component.getGenericType());
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(complaint(key, String.valueOf(e.getMessage())), e);
        }
    }

    private static Object byDefault(RecordComponent component, Record defaults) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(defaults);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A record's constructor names the component that it doesn't like: `oldest: zero, or at least three days`.
    private BadConfiguration refused(String prefix, RecordComponent[] components, IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        for (RecordComponent component : components) {
            String name = component.getName() + ": ";
            if (message.startsWith(name)) {
                Key key = new Key(prefix + Key.snakeCase(component.getName()), component);
                return new BadConfiguration(complaint(key, message.substring(name.length())), refusal);
            }
        }
        String table = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1) + ": ";
        return new BadConfiguration(table + message, refusal);
    }

    private String complaint(Key key, String allowed) {
        Setting setting = settings.get(key.name());
        if (setting == null) return key.name() + " can't stay at its default here; allowed is " + allowed;
        String value = key.isSecret() ? "" : " = " + setting.shown();
        return setting.where() + ": " + key.name() + value + " can't be used; allowed is " + allowed;
    }
}
