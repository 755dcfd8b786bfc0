package dev.muster.relay.policy;

import dev.muster.nostr.crypto.PublicKey;
import java.util.Set;

/// Who may write here, and who has an inbox here.
///
/// @param members if any are listed, only they may write, apart from gift wraps, what NIP-17 needs to be found
/// by (kinds 0, 3, 10002, 10050), deletions and requests to vanish
/// @param denied may not write at all, neither as author nor as authenticated sender
/// @param wrapSenders who may leave a gift wrap
/// @param wrapWork how many leading zero bits a gift wrap's id must have where work is asked for
/// @param wrapsOnlyForMembers whether only members have an inbox here
/// @param unauthenticatedInboxes whether somebody who can't authenticate is shown the gift wraps for the keys
/// in their own `#p` filters. That lets anybody who knows a key count its messages; for clients that know no
/// NIP-42
/// @param legacyMessages whether kind 4 (NIP-04) is accepted
/// @param tellIfNobodyListens whether an ephemeral gift wrap that nobody was there to receive is refused as
/// `mute:`. Tells authenticated senders who is online
public record Access(
        Set<PublicKey> members,
        Set<PublicKey> denied,
        WrapSenders wrapSenders,
        int wrapWork,
        boolean wrapsOnlyForMembers,
        boolean unauthenticatedInboxes,
        boolean legacyMessages,
        boolean tellIfNobodyListens) {
    public static final Access DEFAULT =
            new Access(Set.of(), Set.of(), WrapSenders.ANYONE, 16, false, false, true, false);

    /// What can't be meant is refused by its name.
    public Access {
        if (wrapWork < 0 || wrapWork > 256) throw new IllegalArgumentException("wrapWork: 0 to 256");
    }

    /// Who may leave a gift wrap. Never judged by its author, which is a key made for this one wrap.
    public enum WrapSenders {
        ANYONE,
        /// Whoever has authenticated, as anybody.
        AUTHENTICATED,
        /// Whoever has put in the work.
        WORK,
        /// Either of these.
        AUTHENTICATED_OR_WORK
    }
}
