package dev.muster.sms.carrier.http;

/// What the other side is.
public enum Dialect {
    KANNEL,
    JASMIN,
    /// Anything that takes one POST for a text.
    TEMPLATE
}
