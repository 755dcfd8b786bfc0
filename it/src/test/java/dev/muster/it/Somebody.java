package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody who organizes sessions, or comes to them, with `muster`.
record Somebody(House house, SecretKey key) {
    private static final Pattern LINK = Pattern.compile("Join: (http\\S+)");
    private static final Pattern JOINED = Pattern.compile("\"joined\":(\\d+)");
    private static final Pattern PIN = Pattern.compile("PIN:? ?([0-9 ]{9,})");

    String npub() {
        return new Npub(key.publicKey()).encode();
    }

    String does(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--relay", house.relayUrl().toString()));
        if (!arguments[0].equals("dm")) all.addAll(List.of("--bot", new Npub(house.botKey()).encode()));
        return new MusterCommand(house.folder(), Map.of("MUSTER_KEY", key.hex()))
                .run(all.toArray(String[]::new))
                .orFail();
    }

    /// Their own link, once it has come.
    URI link() {
        String letters = Await.until(this::letters, text -> LINK.matcher(text).find());
        Matcher found = LINK.matcher(letters);
        assertThat(found.find()).isTrue();
        return URI.create(found.group(1));
    }

    String letters() {
        try {
            return does("dm", "read");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is said of a session afterwards, as JSON.
    String report(String session) {
        try {
            return does("session", "report", session, "--json");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many have come to it, by the report.
    int joined(String session) {
        Matcher found = JOINED.matcher(report(session));
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    /// The digits by which a telephone comes in, once they have been told.
    String pin() {
        Matcher found =
                PIN.matcher(Await.until(this::letters, text -> PIN.matcher(text).find()));
        assertThat(found.find()).isTrue();
        return found.group(1).replace(" ", "");
    }
}
