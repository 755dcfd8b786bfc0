package dev.muster.sms.send;

/// The errand of a text that goes.
record Going(String text) {}
