package dev.muster.sip.ua;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/// Where JAIN would write down every message. Nothing is written.
///
/// JAIN makes it by its name.
public final class QuietServerLog implements ServerLogger {
    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean isSender, long time) {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean isSender, long time) {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean isSender) {}

    @Override
    public void logException(Exception problem) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
}
