package dev.muster.sip.credit;

/// A call that is to be paid.
///
/// @param call what it is called everywhere
/// @param group who pays
/// @param perMinute how many credits
/// @param shownNumber the number at the other end, as anybody may see it
public record Charge(String call, String group, Direction direction, long perMinute, String shownNumber) {
    public enum Direction {
        INBOUND,
        OUTBOUND
    }
}
