package dev.muster.sip;

import dev.muster.sip.phone.Protection;
import dev.muster.sip.studio.Voices;
import dev.muster.sip.ua.TrunkConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The ways to telephones, and whether voices are encrypted on them.
record Trunks(List<TrunkSection> sections) implements Voices.Ways {
    private static String name(int index) {
        return "trunk" + (index + 1);
    }

    /// What the agent is told of them.
    List<TrunkConfig> configs() {
        return IntStream.range(0, sections.size())
                .mapToObj(index -> sections.get(index).config(name(index)))
                .toList();
    }

    boolean useTls() {
        return sections.stream().anyMatch(TrunkSection::usesTls);
    }

    @Override
    public Protection by(String trunk) {
        return protection(IntStream.range(0, sections.size())
                .filter(index -> name(index).equals(trunk))
                .mapToObj(sections::get)
                .findFirst());
    }

    private static Protection protection(Optional<TrunkSection> trunk) {
        return trunk.map(way -> switch (way.media()) {
                    case OFF -> Protection.OFF;
                    case OPTIONAL -> Protection.OPTIONAL;
                    case MANDATORY -> Protection.MANDATORY;
                })
                .orElse(Protection.OFF);
    }
}
