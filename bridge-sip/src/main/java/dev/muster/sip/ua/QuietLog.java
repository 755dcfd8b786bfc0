package dev.muster.sip.ua;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where JAIN complains. Its messages hold whole requests, so that only the kind of an exception is passed on.
///
/// JAIN makes it by its name.
public final class QuietLog implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger(QuietLog.class);

    @Override
    public void logException(@Nullable Throwable problem) {
        if (problem != null) LOG.debug("JAIN-SIP: {}", problem.getClass().getName());
    }

    @Override
    public void logError(String message, @Nullable Exception problem) {
        logException(problem);
    }

    @Override
    public void logDebug(String message, @Nullable Exception problem) {
        logException(problem);
    }

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public void logDebug(String message) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {}

    @Override
    public void logError(String message) {}

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String time) {}

    @Override
    public void setStackProperties(Properties properties) {}
}
