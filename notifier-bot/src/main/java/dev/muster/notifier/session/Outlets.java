package dev.muster.notifier.session;

/// How people are told of sessions, and brought into them.
record Outlets(Letters letters, JoinLinks links, Texts texts) {}
