package dev.muster.sms.carrier.smpp;

/// How a receipt writes the id that its message has got when it was sent. There are SMSCs that answer in hexadecimal
/// and
/// report in decimal digits, and the other way round.
public enum IdForm {
    /// As it turns out to be.
    AUTO,
    /// As in the answer.
    TEXT,
    /// In hexadecimal digits, and the answer in decimal ones.
    HEX,
    /// In decimal digits, and the answer in hexadecimal ones.
    DECIMAL
}
