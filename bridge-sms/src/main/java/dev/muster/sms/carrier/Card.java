package dev.muster.sms.carrier;

import java.net.URI;
import java.util.Optional;

/// A picture with a title and a button (RCS).
///
/// @param title no more than 200 characters
/// @param action where the button leads
public record Card(String title, String description, Optional<URI> picture, Optional<URI> action) {
    private static final int LONGEST_TITLE = 200;

    public Card {
        if (title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException("a title of no more than " + LONGEST_TITLE + " characters");
        }
    }

    /// The same with a button that leads elsewhere.
    public Card leadingTo(URI other) {
        return new Card(title, description, picture, Optional.of(other));
    }

    /// Not what it says.
    @Override
    public String toString() {
        return "card";
    }
}
