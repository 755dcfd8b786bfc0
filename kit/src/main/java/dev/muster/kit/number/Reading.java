package dev.muster.kit.number;

/// What somebody's text says, read as a telephone number.
public sealed interface Reading {
    /// A text can be sent there.
    record Good(PhoneNumber number) implements Reading {}

    /// No text can go there, or none should.
    ///
    /// @param reason a word for programs, such as `invalid_number`
    /// @param text for people; without the number
    record Refused(String reason, String text) implements Reading {}
}
