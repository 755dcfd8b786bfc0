package dev.muster.sms.carrier.smpp;

/// How the parts of a long text are told to belong together.
public enum LongText {
    /// By what phones themselves put before each part. Every SMSC lets it through.
    UDH,
    /// By parameters beside each part, of which the SMSC makes what phones want.
    SAR,
    /// Not at all: the SMSC gets the whole and cuts it.
    PAYLOAD
}
