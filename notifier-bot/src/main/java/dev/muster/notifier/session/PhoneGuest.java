package dev.muster.notifier.session;

import dev.muster.nostr.crypto.PublicKey;

/// Somebody who was invited and has only a phone.
///
/// @param standIn stands for them wherever others have a key: in links, attendance, certificates. Nobody has its
///                secret, so nobody can speak as them
record PhoneGuest(PublicKey standIn, Contact contact) {
    /// What organizers are shown of them.
    String shown() {
        return "tel:" + contact.masked();
    }

    /// Neither the number nor the name: it may end up in a log.
    @Override
    public String toString() {
        return "a guest by telephone";
    }
}
