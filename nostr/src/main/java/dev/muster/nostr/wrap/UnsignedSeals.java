package dev.muster.nostr.wrap;

/// What a [Recipient] does with the seals of BuildIt web's calls, which nobody signs.
public enum UnsignedSeals {
    REFUSED,
    /// Opened if a call (243xx) is inside. That only author and recipient can compute their common key is then
    /// all that vouches for the author, and it convinces nobody but the recipient.
    OPENED_FOR_CALLS
}
