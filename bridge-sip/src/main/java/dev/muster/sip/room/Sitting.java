package dev.muster.sip.room;

import dev.muster.nostr.crypto.PublicKey;
import java.util.UUID;

/// A session with a room of ours, as those see it who want to do something about it.
///
/// @param owner the bot that wanted the room
/// @param isOpen whether one can go in
public record Sitting(UUID room, PublicKey owner, PublicKey organizer, boolean isOpen) {}
