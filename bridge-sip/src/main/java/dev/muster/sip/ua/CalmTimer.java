package dev.muster.sip.ua;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.DefaultSipTimer;

/// JAIN's own timer, except that nobody is shouted at who wants something from it while everything is being closed.
///
/// JAIN makes it by its name.
public final class CalmTimer extends DefaultSipTimer {
    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        try {
            return super.schedule(task, delay);
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        try {
            return super.scheduleWithFixedDelay(task, delay, period);
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        return task.getSipTimerTask() != null && super.cancel(task);
    }
}
