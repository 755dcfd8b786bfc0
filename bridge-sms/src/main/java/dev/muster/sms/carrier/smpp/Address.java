package dev.muster.sms.carrier.smpp;

import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/// A number or name as SMPP writes it.
record Address(int type, int plan, String digits) {
    private static final int UNKNOWN = 0;
    private static final int INTERNATIONAL = 1;
    private static final int NETWORK_SPECIFIC = 3;
    private static final int ALPHANUMERIC = 5;
    private static final int TELEPHONE = 1;

    /// As what a sender of ours looks like it, unless the configuration knows better.
    ///
    /// @param type -1 for what it looks like
    /// @param plan -1 for what it looks like
    static Address sender(String name, int type, int plan) {
        Address looksLike = sender(name);
        return new Address(type < 0 ? looksLike.type : type, plan < 0 ? looksLike.plan : plan, looksLike.digits);
    }

    private static Address sender(String name) {
        if (name.isEmpty()) return new Address(UNKNOWN, UNKNOWN, "");
        if (name.startsWith("+")) return new Address(INTERNATIONAL, TELEPHONE, name.substring(1));
        if (name.matches("[0-9]+")) return new Address(NETWORK_SPECIFIC, UNKNOWN, name);
        return new Address(ALPHANUMERIC, UNKNOWN, name);
    }

    /// As people write it: only what the network calls international gets its plus sign back.
    String written() {
        return type == INTERNATIONAL && digits.matches("[0-9]+") ? "+" + digits : digits;
    }

    TypeOfNumber ton() {
        return TypeOfNumber.valueOf((byte) type);
    }

    NumberingPlanIndicator npi() {
        return NumberingPlanIndicator.valueOf((byte) plan);
    }
}
