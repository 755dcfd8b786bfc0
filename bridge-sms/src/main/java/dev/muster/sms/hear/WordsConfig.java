package dev.muster.sms.hear;

/// What the bridge itself says to people with only a phone. Each fits into one segment if it can.
///
/// @param question whether somebody wants texts: asked once, and only YES is a yes
/// @param stopped after STOP
/// @param started after START
/// @param agreed after YES
/// @param help after HELP: who texts here, and how to get no more
/// @param confirmsStop whether STOP is confirmed here; some carriers do it themselves
public record WordsConfig(
        String question, String stopped, String started, String agreed, String help, boolean confirmsStop) {
    public static final WordsConfig DEFAULT = new WordsConfig(
            "May we text you invitations and news? Answer YES if you like. Text STOP to never hear from us.",
            "You get no more texts from us. Text START to get them again.",
            "You get our texts again. Text STOP to end.",
            "Thank you. You get our texts from now on. Text STOP to end.",
            "You get these texts because you agreed to be invited by us. Text STOP to end.",
            true);
}
