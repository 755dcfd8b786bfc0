package dev.muster.it.sip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Programs of others that `./verify` unpacks into `build/peers`.
public final class Peers {
    private static final Path HOME = Path.of("../build/peers").toAbsolutePath().normalize();

    private Peers() {}

    /// What is missing, and what to do about it.
    public static Optional<String> missing(String folder, String program) {
        return Files.isExecutable(HOME.resolve(folder).resolve(program))
                ? Optional.empty()
                : Optional.of(program + " is missing: ./verify fetches it into build/peers/" + folder
                        + " where there is apt-get");
    }

    /// Where it is.
    public static Path program(String folder, String program) {
        return HOME.resolve(folder).resolve(program);
    }
}
