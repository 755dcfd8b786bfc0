package dev.muster.sms.carrier.smpp;

import dev.muster.sms.carrier.Answer;
import java.util.Locale;
import java.util.Optional;
import org.jsmpp.SMPPConstant;

/// What the numbers mean that an SMSC answers with.
final class Status {
    private Status() {}

    /// The answer to a message that wasn't taken.
    static Answer answer(int status) {
        return switch (status) {
            case SMPPConstant.STAT_ESME_RTHROTTLED -> later("too many at once", true);
            case SMPPConstant.STAT_ESME_RMSGQFUL -> later("the SMSC's queue is full", true);
            case SMPPConstant.STAT_ESME_RINVBNDSTS -> later("not bound", true);
            case SMPPConstant.STAT_ESME_RSYSERR -> later("the SMSC has an error", false);
            case SMPPConstant.STAT_ESME_RX_T_APPN -> later("the SMSC can't at the moment", false);
            default -> new Answer.Refused(code(status), reason(status), false);
        };
    }

    private static Answer later(String reason, boolean isForAll) {
        return new Answer.Later(reason, Optional.empty(), isForAll);
    }

    static String code(int status) {
        return String.format(Locale.ROOT, "0x%08x", status);
    }

    static String reason(int status) {
        return switch (status) {
            case SMPPConstant.STAT_ESME_RINVMSGLEN -> "too long";
            case SMPPConstant.STAT_ESME_RALYBND -> "already bound";
            case SMPPConstant.STAT_ESME_RINVSRCADR -> "it doesn't like whom it is from";
            case SMPPConstant.STAT_ESME_RINVDSTADR -> "it knows no such recipient";
            case SMPPConstant.STAT_ESME_RBINDFAIL -> "it wants no connection";
            case SMPPConstant.STAT_ESME_RINVPASWD -> "wrong password";
            case SMPPConstant.STAT_ESME_RINVSYSID -> "wrong system id";
            case SMPPConstant.STAT_ESME_RSUBMITFAIL -> "it doesn't send it";
            case SMPPConstant.STAT_ESME_RINVEXPIRY -> "it doesn't like how long it is valid";
            case SMPPConstant.STAT_ESME_RX_P_APPN, SMPPConstant.STAT_ESME_RX_R_APPN -> "it doesn't take it";
            default -> "it says no";
        };
    }
}
