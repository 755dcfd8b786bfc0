package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;

/// The section `[notifier.sessions.texts]` of `muster.toml`: how links get to phones.
///
/// @param bridge the bot that texts (`muster sms`); empty: nobody is texted
/// @param text what people are texted; `{{link}}` in it becomes their own link, `{{title}}` the session's title
public record TextsConfig(Optional<PublicKey> bridge, String text) {
    private static final String LINK = "{{link}}";
    private static final String TITLE = "{{title}}";
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}");

    /// It has to fit into one text together with a link and the bridge's last line, and says nothing of what for:
    /// carriers read it.
    public static final TextsConfig DEFAULT =
            new TextsConfig(Optional.empty(), "The session you are invited to is open. Join: " + LINK);

    public TextsConfig {
        if (!text.contains(LINK)) throw new IllegalArgumentException("text: with " + LINK + " where the link is to be");
        if (BRACES.matcher(text.replace(LINK, "").replace(TITLE, "")).find())
            throw new IllegalArgumentException("text: there is only " + LINK + " and " + TITLE);
    }

    /// The same, asking that bridge if it names none.
    public TextsConfig asking(PublicKey other) {
        return new TextsConfig(bridge.or(() -> Optional.of(other)), text);
    }

    /// What is texted to those who come to a session of that title, with the gap for their link.
    String about(String title) {
        // What a title has of braces would be a gap that nothing stands for.
        return text.replace(TITLE, BRACES.matcher(title).replaceAll(""));
    }
}
