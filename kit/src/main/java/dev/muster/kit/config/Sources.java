package dev.muster.kit.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a daemon looks for its configuration. The later wins: file, environment, `--set`.
///
/// @param file what `--config` names; without it `$MUSTER_CONFIG`, and without that `muster.toml` in the folder
/// @param environment the variables of the process
/// @param sets what `--set` says, each `key=value`
/// @param folder where the process was started
public record Sources(Optional<Path> file, Map<String, String> environment, List<String> sets, Path folder) {
    private static final String NAME = "muster.toml";

    public Sources {
        environment = Map.copyOf(environment);
        sets = List.copyOf(sets);
    }

    /// The file that is to be read, unless nobody named one and there is none.
    Optional<Path> existingFile() {
        Optional<Path> named = file.or(() -> Optional.ofNullable(environment.get("MUSTER_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        return named.map(folder::resolve)
                .or(() -> Optional.of(folder.resolve(NAME))
                        .filter(path -> path.toFile().exists()));
    }
}
