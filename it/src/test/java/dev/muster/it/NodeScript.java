package dev.muster.it;

/// What runs in a Node process: a script of `peers/node`, and the package that it is about, if it is about one.
enum NodeScript {
    /// What nostr-tools computes.
    PEER("peer.mjs", "nostr-tools"),

    // What pushes go to

    /// A server for pushes to iPhones, of Node's own.
    APNS("apns.mjs", ""),
    /// A push service of browsers, and Google.
    PUSH("push.mjs", "http_ece"),
    /// The one that Firefox has.
    BROWSER_PUSH("browser-push.mjs", "ws"),

    // What texts go to

    /// Twilio's own description of what it takes.
    TWILIO("twilio.mjs", "@stoplight/prism-cli"),
    /// An SMSC.
    SMSC("smsc.mjs", "smpp"),

    // Clients of a relay

    NOSTR_TOOLS("nostr-tools.mjs", "nostr-tools"),
    NDK("ndk.mjs", "@nostr-dev-kit/ndk"),
    WELSHMAN("welshman.mjs", "@welshman/net");

    private final String file;
    private final String library;

    NodeScript(String file, String library) {
        this.file = file;
        this.library = library;
    }

    String file() {
        return file;
    }

    String library() {
        return library;
    }
}
