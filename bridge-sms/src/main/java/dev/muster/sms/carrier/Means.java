package dev.muster.sms.carrier;

/// What a message is carried as.
public enum Means {
    SMS,
    MMS,
    RCS
}
