/// Which events have they that we have not, and the other way round, without listing them all: Negentropy protocol v1
/// (NIP-77, appendix), as the client that asks and as the server that answers.
///
/// Both sides cut the sorted space of (timestamp, id) into ranges and compare fingerprints; where these differ the
/// ranges are cut smaller, until a list of ids is cheaper than another fingerprint. [NegentropyClient] and
/// [NegentropyServer] speak; [Records] is the set they speak of.
///
/// Imports `event` for ids and nothing else of ours. Messages are bytes here; their hex belongs to NIP-77's wrapper.
@NullMarked
package dev.muster.nostr.negentropy;

import org.jspecify.annotations.NullMarked;
