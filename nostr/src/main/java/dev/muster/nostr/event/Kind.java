package dev.muster.nostr.event;

/// The kinds of event that Muster knows by name, all in this one place, and the rules of NIP-01 about their
/// ranges.
///
/// The numbers of calls (25050-25055) and of push registration (3079-3082) are drafts and may move.
public final class Kind {
    public static final int MAX = 65_535;

    // NIP-01, NIP-02, NIP-04, NIP-09, NIP-18, NIP-25
    public static final int PROFILE = 0;
    public static final int TEXT_NOTE = 1;
    public static final int CONTACTS = 3;
    public static final int LEGACY_DIRECT_MESSAGE = 4;
    public static final int DELETION = 5;
    public static final int REPOST = 6;
    public static final int REACTION = 7;
    public static final int GENERIC_REPOST = 16;

    // NIP-17, NIP-51, NIP-59
    public static final int SEAL = 13;
    public static final int CHAT_MESSAGE = 14;
    public static final int FILE_MESSAGE = 15;
    public static final int GIFT_WRAP = 1059;
    public static final int MUTE_LIST = 10_000;
    public static final int INBOX_RELAYS = 10_050;
    public static final int EPHEMERAL_GIFT_WRAP = 21_059;

    // NIP-62, NIP-65, NIP-78, NIP-89
    public static final int REQUEST_TO_VANISH = 62;
    public static final int RELAY_LIST = 10_002;
    public static final int APP_DATA = 30_078;
    public static final int HANDLER_INFORMATION = 31_990;

    // NIP-42, NIP-98, Blossom (BUD-11), NIP-57
    public static final int CLIENT_AUTHENTICATION = 22_242;
    public static final int HTTP_AUTHENTICATION = 27_235;
    public static final int BLOSSOM_AUTHORIZATION = 24_242;
    public static final int ZAP_REQUEST = 9734;

    // NIP-52, NIP-53
    public static final int ROOM_PRESENCE = 10_312;
    public static final int MEETING_SPACE = 30_312;
    public static final int MEETING_SESSION = 30_313;
    public static final int DATE_EVENT = 31_922;
    public static final int TIME_EVENT = 31_923;
    public static final int RSVP = 31_925;

    // Push (drafts)
    public static final int PUSH_REGISTRATION = 3079;
    public static final int PUSH_REMOVAL = 3080;
    public static final int PUSH_PREFERENCES = 3081;
    public static final int PUSH_SUBSCRIPTION = 30_390;

    // NIP-AC: calls, signed and wrapped in 21059
    public static final int CALL_OFFER = 25_050;
    public static final int CALL_ANSWER = 25_051;
    public static final int CALL_ICE_CANDIDATE = 25_052;
    public static final int CALL_HANGUP = 25_053;
    public static final int CALL_REJECT = 25_054;
    public static final int CALL_RENEGOTIATE = 25_055;

    // BuildIt's calls, as rumors
    public static final int BUILDIT_CALL_OFFER = 24_300;
    public static final int BUILDIT_CALL_ANSWER = 24_301;
    public static final int BUILDIT_ICE_CANDIDATE = 24_302;
    public static final int BUILDIT_CALL_HANGUP = 24_303;
    public static final int BUILDIT_CALL_REJECT = 24_304;
    public static final int BUILDIT_CALL_BUSY = 24_305;
    public static final int BUILDIT_CALL_RINGING = 24_306;
    public static final int BUILDIT_CALL_MUTE = 24_309;
    public static final int BUILDIT_ROOM = 24_310;
    public static final int BUILDIT_BROADCAST = 24_350;

    private Kind() {}

    /// What a relay does with an event of this kind.
    public static Storage storage(int kind) {
        if (kind == PROFILE || kind == CONTACTS || (kind >= 10_000 && kind < 20_000)) return Storage.REPLACEABLE;
        if (kind >= 20_000 && kind < 30_000) return Storage.EPHEMERAL;
        if (kind >= 30_000 && kind < 40_000) return Storage.ADDRESSABLE;
        // NIP-01 leaves gaps (45-999, 40000 and up): events there are kept like regular ones.
        return Storage.REGULAR;
    }

    /// Whether this is one of BuildIt's call kinds (243xx).
    public static boolean isBuildItCall(int kind) {
        return kind >= 24_300 && kind < 24_400;
    }

    /// Whether this is one of NIP-AC's call kinds.
    public static boolean isCall(int kind) {
        return kind >= CALL_OFFER && kind <= CALL_RENEGOTIATE;
    }

    /// What a relay does with an event, by the range that its kind lies in (NIP-01).
    public enum Storage {
        /// Every one is kept.
        REGULAR,
        /// Only the newest of each author and kind is kept.
        REPLACEABLE,
        /// None is kept: whoever listens now gets it.
        EPHEMERAL,
        /// Only the newest of each author, kind and `d` tag is kept.
        ADDRESSABLE
    }
}
