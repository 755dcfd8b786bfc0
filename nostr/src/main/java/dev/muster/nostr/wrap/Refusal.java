package dev.muster.nostr.wrap;

/// Why a gift wrap was not opened, or what it held not believed.
public enum Refusal {
    /// Neither kind 1059 nor 21059.
    NOT_A_WRAP,
    /// Its first `p` tag names somebody else, or it has none.
    NOT_FOR_US,
    /// The wrap's id is not its hash.
    WRONG_WRAP_ID,
    /// The wrap is not signed by the key that it names.
    WRONG_WRAP_SIGNATURE,
    /// The wrap's payload is not NIP-44 for us: version, base64, MAC, padding.
    UNREADABLE_WRAP,
    /// The wrap's text has BuildIt's padding, and it doesn't add up.
    WRONG_WRAP_PADDING,
    /// The wrap's text is not the JSON of an event.
    MALFORMED_CONTENT,
    /// An envelope in an envelope: a wrap in a wrap or seal, a seal in a seal.
    NESTED,
    /// An event without signature where a seal or a signed call belongs.
    NOT_SIGNED,
    /// A signed event without a seal that is not a call.
    NOT_A_CALL,
    /// A signed call in a wrap that relays store: NIP-AC wants 21059.
    STORED_CALL,
    /// The signed call's id is not its hash.
    WRONG_CALL_ID,
    /// The signed call is not signed by its author.
    WRONG_CALL_SIGNATURE,
    /// A seal has tags, other than the `expiration` that NIP-17 permits.
    SEAL_WITH_TAGS,
    /// The seal's id is not its hash.
    WRONG_SEAL_ID,
    /// The seal is not signed by its author.
    WRONG_SEAL_SIGNATURE,
    /// The seal's payload is not NIP-44 between its author and us.
    UNREADABLE_SEAL,
    /// The seal's text has BuildIt's padding, and it doesn't add up.
    WRONG_SEAL_PADDING,
    /// The seal's text is not the JSON of a rumor.
    MALFORMED_RUMOR,
    /// A rumor that is signed: whoever gets it could prove to others what was said.
    SIGNED_RUMOR,
    /// The rumor says that somebody else than the seal's author wrote it.
    FOREIGN_RUMOR,
    /// The rumor's id is not its hash.
    WRONG_RUMOR_ID,
    /// A chat message has BuildIt's padding, and it doesn't add up.
    WRONG_TEXT_PADDING,
    /// A seal without signature, which this recipient doesn't accept.
    UNSIGNED_SEAL,
    /// A seal without signature around something else than a call of BuildIt's (243xx).
    UNSIGNED_SEAL_WITHOUT_CALL
}
