package dev.muster.sms.carrier.smpp;

import java.util.List;
import java.util.Optional;
import org.jsmpp.bean.OptionalParameter;

/// What goes to the SMSC at once: a text, or a part of one.
///
/// @param esmClass whether the bytes begin with a header
/// @param validity as SMPP writes it
record Submission(
        Address from,
        Address to,
        byte esmClass,
        byte coding,
        byte[] bytes,
        Optional<String> validity,
        List<OptionalParameter> parameters) {
    Submission {
        parameters = List.copyOf(parameters);
    }
}
