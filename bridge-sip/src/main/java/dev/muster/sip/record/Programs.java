package dev.muster.sip.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Other people's programs that make copies of recordings, where this machine has them.
public record Programs(Optional<Path> flac, Optional<Path> lame) {
    /// What is to be found on the path of this process.
    public static Programs installed() {
        return new Programs(find("flac"), find("lame"));
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// For an admin: what there won't be, and why.
    public List<String> missing() {
        List<String> all = new ArrayList<>();
        if (flac.isEmpty()) all.add("recordings are not archived as FLAC: the program flac is not installed");
        if (lame.isEmpty()) all.add("recordings have no MP3 to listen to: the program lame is not installed");
        return all;
    }

    /// What makes that of a recording; empty if nothing here does.
    Optional<Encoder> encoder(Format format) {
        return switch (format) {
            case WAV -> Optional.empty();
            case FLAC -> flac.map(Encoder::flac);
            case MP3 -> lame.map(Encoder::mp3);
        };
    }
}
