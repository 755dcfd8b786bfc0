package dev.muster.sip.leg;

import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.Reports;
import dev.muster.sip.rtp.RtpPacket;

/// What is told of a leg, where one thread counts what comes and another one writes what is said of it.
public final class LegReports {
    private final Reports reports;

    public LegReports(Reports reports) {
        this.reports = reports;
    }

    public synchronized void received(RtpPacket packet, long now) {
        reports.received(packet, now);
    }

    public synchronized void read(byte[] bytes, int length, long now) {
        reports.read(bytes, 0, length, now);
    }

    public synchronized int write(byte[] target, int at, long now) {
        return reports.write(target, at, now);
    }

    public synchronized int goodbye(byte[] target, int at, long now) {
        return reports.goodbye(target, at, now);
    }

    public synchronized Quality.Measure measure() {
        return reports.measure();
    }
}
