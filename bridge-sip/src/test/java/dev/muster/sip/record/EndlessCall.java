package dev.muster.sip.record;

import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.vault.Vault;
import dev.muster.sip.rtp.G711;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;

/// A process that records a call until it is killed: the caller's voice is 440 Hz.
final class EndlessCall {
    private EndlessCall() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var vault = Vault.open(folder.resolve("vault.key"), new SecureRandom());
        try (Ledger ledger = Ledger.open(folder.resolve("data"), vault)) {
            Recorder recorder = new Studio(ledger, folder.resolve("call-recordings")).begin("call-1");
            Speaker caller = Speaker.of(1);
            for (int frame = 0; ; frame++) {
                recorder.voice(
                        Side.CALLER,
                        caller.tone(440, frame * G711.FRAME, G711.FRAME),
                        G711.PCMU,
                        frame * Speaker.FRAME_NANOS);
                LockSupport.parkNanos(10 * Speaker.MILLISECOND);
            }
        }
    }
}
