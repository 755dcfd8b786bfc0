package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.nostr.event.Rumor;
import dev.muster.sms.ContactCare;
import dev.muster.sms.TextCare;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the bot for texts at any moment of sending and of hearing: nobody gets a text twice, what may have gone
/// is
/// said to be unknown, and no answer and no STOP is lost.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class TextsCrashTest {
    private static final int ROUNDS = Boolean.getBoolean("muster.long") ? 200 : 4;
    private static final int PEOPLE = 6;
    private static final long SEED = 31;

    /// How long the SMSC thinks about each text: so much time there is to be killed in between.
    private static final int LATENCY = 60;

    private static final int LONGEST_MOMENT = 150;

    private final NodePeer library;
    private final Random random = new Random(SEED);
    private final List<Smsc.Text> arrived = new ArrayList<>();
    private int unknown;

    TextsCrashTest(NodePeer library) {
        this.library = library;
    }

    /// What is going on when it is killed.
    private enum Step {
        /// The relay has the order.
        ORDERED,
        /// Some of the texts have gone.
        SENDING,
        /// Somebody says STOP, and somebody else something for people.
        HEARING,
        /// STOP is being confirmed.
        CONFIRMING
    }

    @Test
    void nothingIsLostOrDoubledWheneverTheBotIsKilled(@TempDir Path folder) throws Exception {
        try (var texting = new TextingHouse(library, folder)) {
            texting.smsc().behave(Map.of("latency", LATENCY));
            for (int round = 0; round < ROUNDS; round++) {
                Step step = Step.values()[round % Step.values().length];
                int number = round;
                List<String> people = IntStream.range(0, PEOPLE)
                        .mapToObj(i -> String.format(Locale.ROOT, "+1202555%04d", 1000 + number * PEOPLE + i))
                        .toList();
                play(texting, step, people, "Round " + round + " begins.", "Round " + round + ": I'm coming.");
            }
        }
        System.out.printf("in %d rounds, %d texts are of unknown fate%n", ROUNDS, unknown);
    }

    private void play(TextingHouse texting, Step step, List<String> people, String text, String answer)
            throws Exception {
        Smsc smsc = texting.smsc();
        House.Daemon bot = texting.house().texts();
        texting.agree(people.toArray(String[]::new));
        Rumor order = texting.orders(text, people.toArray(String[]::new));
        String stopping = people.getFirst().substring(1);
        switch (step) {
            case ORDERED -> {}
            case SENDING -> {
                int some = 1 + random.nextInt(PEOPLE - 1);
                Await.until(() -> heard(smsc, text), count -> count >= some);
            }
            case HEARING, CONFIRMING -> {
                Await.until(() -> heard(smsc, text), count -> count == PEOPLE);
                say(smsc, stopping, people.getLast().substring(1), answer);
            }
        }
        if (step == Step.CONFIRMING) Await.until(() -> confirmed(smsc, stopping), count -> count == 1);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MOMENT));
        bot.kill();
        if (step == Step.ORDERED || step == Step.SENDING)
            say(smsc, stopping, people.getLast().substring(1), answer);
        bot.start();

        TextCare.Sending end = Await.until(
                        () -> texting.asks(TextCare.BROADCASTS, new Nothing()).broadcasts().stream()
                                .filter(sending ->
                                        sending.id().equals(order.id().hex()))
                                .findFirst(),
                        sending ->
                                sending.filter(it -> it.status().equals("sent")).isPresent())
                .orElseThrow();
        Await.until(() -> texting.said(answer).count(), count -> count > 0);
        int got = heard(smsc, text);
        int sent = end.states().getOrDefault("sent", 0) + end.states().getOrDefault("delivered", 0);
        int perhaps = end.states().getOrDefault("unknown", 0);
        unknown += perhaps;
        assertThat(arrived.stream().filter(one -> one.text().startsWith(text)).map(Smsc.Text::to))
                .as("%s: nobody twice", step)
                .doesNotHaveDuplicates();
        assertThat(got).as("%s: %s", step, end.states()).isBetween(sent, sent + perhaps);
        assertThat(end.states().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(PEOPLE);
        assertThat(texting.asks(ContactCare.OPT_OUTS, new Nothing()).optedOut())
                .extracting(ContactCare.OptedOutLine::number)
                .contains("+" + stopping)
                .doesNotContain(people.getLast());
        assertThat(confirmed(smsc, stopping)).as("%s: confirmed", step).isLessThanOrEqualTo(1);
        assertThat(texting.said(answer)).as("%s: heard once", step).hasSize(1);
    }

    private static void say(Smsc smsc, String stopping, String coming, String answer) {
        smsc.say(stopping, TextingHouse.OUR, "STOP");
        smsc.say(coming, TextingHouse.OUR, answer);
    }

    /// How many phones have got that text.
    private int heard(Smsc smsc, String text) {
        arrived.addAll(smsc.texts());
        return (int) arrived.stream().filter(one -> one.text().startsWith(text)).count();
    }

    private int confirmed(Smsc smsc, String number) {
        arrived.addAll(smsc.texts());
        return (int) arrived.stream()
                .filter(one -> one.to().equals(number) && one.text().startsWith("You get no more texts"))
                .count();
    }
}
