package dev.muster.sip.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/// Writes what goes together in one datagram of RTCP: a report, who we are, and perhaps that we go.
final class Compound {
    private static final int CNAME = 1;

    private final byte[] target;
    private final int start;
    private int at;

    Compound(byte[] target, int at) {
        this.target = target;
        this.start = at;
        this.at = at;
    }

    int length() {
        return at - start;
    }

    Compound report(Rtcp.SenderReport report) {
        int length = 28 + report.blocks().size() * Rtcp.Block.LENGTH;
        header(report.blocks().size(), Rtcp.SENDER_REPORT, length, report.ssrc());
        BigEndian.put32(target, at + 8, (int) (report.ntp() >>> 32));
        BigEndian.put32(target, at + 12, (int) report.ntp());
        BigEndian.put32(target, at + 16, report.timestamp());
        BigEndian.put32(target, at + 20, report.packets());
        BigEndian.put32(target, at + 24, report.octets());
        blocks(report.blocks(), at + 28);
        at += length;
        return this;
    }

    Compound report(Rtcp.ReceiverReport report) {
        int length = 8 + report.blocks().size() * Rtcp.Block.LENGTH;
        header(report.blocks().size(), Rtcp.RECEIVER_REPORT, length, report.ssrc());
        blocks(report.blocks(), at + 8);
        at += length;
        return this;
    }

    /// Who we are, by a name that says nothing.
    Compound description(int ssrc, String name) {
        byte[] text = name.getBytes(UTF_8);
        // The list ends with at least one zero, and then where a word ends.
        int length = 8 + (2 + text.length + 1 + 3) / 4 * 4;
        Arrays.fill(target, at, at + length, (byte) 0);
        header(1, Rtcp.DESCRIPTION, length, ssrc);
        target[at + 8] = CNAME;
        target[at + 9] = (byte) text.length;
        System.arraycopy(text, 0, target, at + 10, text.length);
        at += length;
        return this;
    }

    Compound goodbye(int ssrc) {
        header(1, Rtcp.GOODBYE, 8, ssrc);
        at += 8;
        return this;
    }

    private void header(int count, int type, int length, int ssrc) {
        target[at] = (byte) (0x80 | count);
        target[at + 1] = (byte) type;
        BigEndian.put16(target, at + 2, length / 4 - 1);
        BigEndian.put32(target, at + 4, ssrc);
    }

    private void blocks(List<Rtcp.Block> blocks, int from) {
        for (int i = 0; i < blocks.size(); i++) blocks.get(i).write(target, from + i * Rtcp.Block.LENGTH);
    }
}
