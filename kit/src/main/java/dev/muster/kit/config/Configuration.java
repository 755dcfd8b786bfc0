package dev.muster.kit.config;

import dev.muster.kit.config.Setting.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What an admin has set, wherever it was: to be laid over a record that holds the defaults.
///
/// ```java
/// Configuration.read(sources).onto(RelayConfig.DEFAULT)
/// ```
public final class Configuration {
    private final Sources sources;
    private final Optional<Path> file;
    private final List<Setting> inFile;
    private final List<Alias> aliases;

    private Configuration(Sources sources, Optional<Path> file, List<Setting> inFile, List<Alias> aliases) {
        this.sources = sources;
        this.file = file;
        this.inFile = inFile;
        this.aliases = aliases;
    }

    /// Reads the file, if there is one.
    ///
    /// @throws BadConfiguration if there is no such file, or it isn't TOML
    public static Configuration read(Sources sources) {
        Optional<Path> file = sources.existingFile();
        return new Configuration(sources, file, file.map(TomlFile::read).orElse(List.of()), List.of());
    }

    /// The same, heeding these variables too.
    public Configuration with(List<Alias> more) {
        return new Configuration(sources, file, inFile, List.copyOf(more));
    }

    /// Where it was read from, unless there was no file.
    public Optional<Path> file() {
        return file;
    }

    /// The folder that relative paths of the defaults start from.
    public Path folder() {
        return file.map(TomlFile::folderOf).orElse(sources.folder());
    }

    /// The keys that the file sets.
    public Set<String> keysInFile() {
        return inFile.stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The keys that can be set, for a record with tables in it.
    public static Set<String> keysOf(Class<? extends Record> tables) {
        return Key.of(tables, "").stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The defaults, with everything that was set instead of them.
    ///
    /// @param defaults a record whose components are tables: a component `relay` is the section `[relay]`
    /// @throws BadConfiguration if a key is unknown, or a value not allowed
    public <T extends Record> T onto(T defaults) {
        Map<String, Key> keys = new LinkedHashMap<>();
        Key.of(defaults.getClass(), "").forEach(key -> keys.put(key.name(), key));
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Setting setting : all(keys)) {
            if (!keys.containsKey(setting.key())) throw unknown(setting, keys.keySet());
            settings.put(setting.key(), setting);
        }
        return new Overlay(settings, folder()).onto(defaults);
    }

    /// The later ones win.
    private List<Setting> all(Map<String, Key> keys) {
        List<Setting> all = new ArrayList<>(byAlias());
        all.addAll(inFile);
        all.addAll(inEnvironment(keys));
        sources.sets().forEach(set -> all.add(parse(set)));
        return all;
    }

    /// Variables that begin like a section are ours, so a misspelt one is noticed; `MUSTER_KEY` and others are not.
    private List<Setting> inEnvironment(Map<String, Key> keys) {
        Map<String, String> names = keys.values().stream().collect(Collectors.toMap(Key::variable, Key::name));
        Set<String> sections = names.keySet().stream()
                .map(name -> name.substring(0, name.indexOf('_', "MUSTER_".length()) + 1))
                .collect(Collectors.toSet());
        List<Setting> found = new ArrayList<>();
        sources.environment().forEach((variable, text) -> {
            if (text.isBlank() || sections.stream().noneMatch(variable::startsWith)) return;
            String name = names.get(variable);
            if (name == null) throw unknown("variable " + variable, "no such variable", variable, names.keySet());
            found.add(new Setting(name, new Value.One(text), "variable " + variable, sources.folder()));
        });
        return found;
    }

    private List<Setting> byAlias() {
        List<Setting> found = new ArrayList<>();
        for (Alias alias : aliases) {
            String text =
                    sources.environment().getOrDefault(alias.variable(), "").strip();
            if (text.isEmpty()) continue;
            var value = new Value.One(alias.meaning().apply(text));
            found.add(new Setting(alias.key(), value, "variable " + alias.variable(), sources.folder()));
        }
        return found;
    }

    private Setting parse(String set) {
        int equals = set.indexOf('=');
        if (equals <= 0) throw new BadConfiguration("--set takes key=value, such as relay.net.listen=127.0.0.1:7777");
        return new Setting(
                set.substring(0, equals).strip(), new Value.One(set.substring(equals + 1)), "--set", sources.folder());
    }

    private static BadConfiguration unknown(Setting setting, Set<String> keys) {
        return unknown(setting.where(), "no key " + setting.key(), setting.key(), keys);
    }

    private static BadConfiguration unknown(String where, String what, String name, Set<String> names) {
        return new BadConfiguration(where + ": there is " + what + "; did you mean " + Similar.to(name, names) + "?");
    }
}
