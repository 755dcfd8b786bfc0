package dev.muster.relay.store;

/// How much is in the store.
///
/// @param events how many can be found
/// @param lastSequence how many were ever taken in
/// @param eventBytes what the files with the events take up on disk
/// @param goneBytes how much of that is taken up by events that are gone, until a sweep finds it worth writing a file
/// anew
/// @param indexBytes what the index takes up on disk, without what of it is only in memory so far
public record Inventory(long events, long lastSequence, long eventBytes, long goneBytes, long indexBytes) {}
