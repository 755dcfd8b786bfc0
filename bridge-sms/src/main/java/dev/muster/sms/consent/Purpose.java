package dev.muster.sms.consent;

/// What a text is for. It decides what must have been agreed to.
public enum Purpose {
    /// Something that we begin: a link, a broadcast.
    MESSAGE,
    /// The answer of a person to somebody who has texted us.
    CONVERSATION,
    /// That somebody is asked whether they want texts: once, and never again.
    REQUEST,
    /// The one answer to STOP, START or HELP. It goes to whoever has opted out too.
    CONFIRMATION
}
