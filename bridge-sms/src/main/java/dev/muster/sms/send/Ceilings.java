package dev.muster.sms.send;

/// How much may be spent, in millionths of whatever carriers are paid in; 0 is any amount.
public record Ceilings(long perBroadcast, long perDay, long perMonth) {
    public static final Ceilings NONE = new Ceilings(0, 0, 0);

    public Ceilings {
        if (perBroadcast < 0 || perDay < 0 || perMonth < 0) {
            throw new IllegalArgumentException("an amount in millionths, or 0 for any");
        }
    }
}
