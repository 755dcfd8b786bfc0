package dev.muster.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A description that somebody sent.
///
/// @param version is another one if anything has changed
/// @param media all streams, also those we don't know: an answer says something to each
/// @param bundle the streams that can come through one port
public record Sdp(String version, List<Media> media, List<String> bundle) {
    /// A browser that offers ten streams takes a fifth of this.
    private static final int MOST_CHARACTERS = 1 << 16;

    private static final int MOST_LINES = 2000;
    private static final int MOST_MEDIA = 32;

    public Sdp {
        media = List.copyOf(media);
        bundle = List.copyOf(bundle);
    }

    /// Reads a description.
    ///
    /// @return empty if it is none, or too long
    public static Optional<Sdp> parse(String text) {
        if (text.length() > MOST_CHARACTERS || text.chars().anyMatch(Sdp::isControl)) return Optional.empty();
        String[] lines = text.split("\r\n|\r|\n", MOST_LINES + 1);
        if (lines.length > MOST_LINES || !lines[0].strip().equals("v=0")) return Optional.empty();
        var session = new Section("");
        List<Section> sections = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) continue;
            if (line.length() < 2 || line.charAt(1) != '=') return Optional.empty();
            String value = line.substring(2);
            if (line.charAt(0) == 'm') sections.add(new Section(value));
            else (sections.isEmpty() ? session : sections.getLast()).add(line.charAt(0), value);
        }
        if (sections.size() > MOST_MEDIA) return Optional.empty();
        return read(session, sections);
    }

    private static boolean isControl(int character) {
        return character < ' ' && character != '\r' && character != '\n' && character != '\t';
    }

    private static Optional<Sdp> read(Section session, List<Section> sections) {
        String[] origin = session.origin().orElse("").strip().split(" +", 7);
        if (origin.length != 6) return Optional.empty();
        List<Media> media = new ArrayList<>();
        for (Section section : sections) {
            Optional<Media> read = new MediaReader(session, section).media();
            if (read.isEmpty()) return Optional.empty();
            media.add(read.get());
        }
        List<String> bundle = session.all("group")
                .map(group -> List.of(group.split(" +")))
                .filter(group -> group.getFirst().equals("BUNDLE"))
                .findFirst()
                .map(group -> group.subList(1, group.size()))
                .orElse(List.of());
        return Optional.of(new Sdp(origin[2], media, bundle));
    }
}
