package dev.muster.it;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the bot and of the relay while links go out: everyone has theirs in the end, and one only.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SessionCrashTest {
    private static final int ROUNDS = Boolean.getBoolean("muster.long") ? 100 : 10;
    private static final int ATTENDEES = 20;
    private static final long SEED = 13;
    private static final long A_MILLISECOND = 1_000_000;
    private static final long LONGEST_MOMENT = 50 * A_MILLISECOND;

    private final Random random = new Random(SEED);

    /// Who is killed, at a random moment between the command that starts the session and the last link.
    private enum Victim {
        BOT,
        RELAY,
        BOTH;

        boolean isBot() {
            return this != RELAY;
        }

        boolean isRelay() {
            return this != BOT;
        }
    }

    @Test
    void everyoneHasOneLinkWhateverIsKilledMeanwhile(@TempDir Path folder) throws Exception {
        try (House house = House.in(folder, House.SOON_READY)) {
            house.relay().start();
            house.bot().start();
            try (var team = new Team(house, ATTENDEES)) {
                for (int round = 0; round < ROUNDS; round++) startAndKill(house, team, round);
                for (Training training : team.trainings()) team.checkDelivered(training);
            }
        }
    }

    private void startAndKill(House house, Team team, int round) throws Exception {
        long begun = System.nanoTime();
        Training training = team.announced();
        Victim victim = Victim.values()[round % Victim.values().length];
        int enough = random.nextInt(ATTENDEES);
        Thread starting = Thread.ofVirtual().start(() -> start(team, training));
        // A little later than that, or also before the command is heard.
        LockSupport.parkNanos(random.nextLong(LONGEST_MOMENT));
        while (team.links(training).count() < enough) LockSupport.parkNanos(A_MILLISECOND);
        if (victim.isBot()) house.bot().kill();
        if (victim.isRelay()) house.relay().kill();
        long arrived = team.links(training).count();
        if (victim.isRelay()) house.relay().start();
        if (victim.isBot()) house.bot().start();
        starting.join();
        team.awaitLinks(training);
        System.out.printf(
                "round %d: %s killed with %d of %d links arrived; all of them there after %d s%n",
                round, victim, arrived, ATTENDEES, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }

    private static void start(Team team, Training training) {
        try {
            team.start(training);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
