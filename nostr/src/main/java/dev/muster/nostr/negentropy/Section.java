package dev.muster.nostr.negentropy;

/// A range beside our records: those of ours that lie in it are `from..to`.
record Section(Bound start, Bound end, int from, int to) {
    int size() {
        return to - from;
    }
}
