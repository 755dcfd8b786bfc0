package dev.muster.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.kit.control.ControlFailure;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.sms.PhoneCare.Bad;
import dev.muster.sms.PhoneCare.Done;
import dev.muster.sms.PhoneCare.File;
import dev.muster.sms.PhoneCare.Imported;
import dev.muster.sms.PhoneCare.Line;
import dev.muster.sms.PhoneCare.Person;
import dev.muster.sms.PhoneCare.Size;
import dev.muster.sms.PhoneCare.Statement;
import dev.muster.sms.PhoneCare.Which;
import dev.muster.sms.PhoneCare.Whose;
import dev.muster.sms.PhoneCare.Word;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PhoneCareTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    @RegisterExtension
    private final TestLedger data = new TestLedger();

    private <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        var nobody = new Listener() {
            @Override
            public void progress(long done, long total) {
                assertThat(done).isLessThanOrEqualTo(total);
            }

            @Override
            public void line(byte[] line) {
                throw new AssertionError("only a result was expected");
            }
        };
        return new PhoneCare(data.ledger(), "US", () -> NOW).operations().run(operation, arguments, nobody);
    }

    @Test
    void somebodyCanBeOptedOutByHandAndIsOnce() {
        assertThat(ask(PhoneCare.OPT_OUT, new Whose("(202) 555-0123"))).isEqualTo(new Done(true));
        assertThat(ask(PhoneCare.OPT_OUT, new Whose("+12025550123"))).isEqualTo(new Done(false));
        assertThat(ask(PhoneCare.OPT_OUTS, new Nothing()).all())
                .containsExactly(new Line("+12025550123", "operator", NOW.getEpochSecond()));

        assertThat(ask(PhoneCare.OPT_IN, new Whose("+12025550123"))).isEqualTo(new Done(true));
        assertThat(ask(PhoneCare.OPT_IN, new Whose("+12025550123"))).isEqualTo(new Done(false));
        assertThat(ask(PhoneCare.OPT_OUTS, new Nothing()).all()).isEmpty();
    }

    @Test
    void whatIsNoNumberIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> ask(PhoneCare.OPT_OUT, new Whose("+15551234567")))
                .isInstanceOf(ControlFailure.class)
                .hasMessageContaining("there is no such number")
                .hasMessageNotContaining("5551234567");
    }

    @Test
    void sms_R20_aListSaysWhoHasAgreedAndWhoHasNot() {
        Imported imported = ask(PhoneCare.IMPORT, new File("medics", """
            number,name,zone,consent,consent_at,consent_ref,town
            (202) 555-0123,Ana,America/Chicago,form,2026-05-31,form 17,Oakland
            202-555-0124,Bo,,,,,
            +1 202 555 0123,Ana M.,,,,,
            12345,Cy,,,,,
            +12025550125,Di,,form,May,,
            +12025550126,Ed,Mars,,,,
            +12025550127,Flo,,email,2026-05-31,,
            """));
        assertThat(imported.taken()).isEqualTo(3);
        assertThat(imported.agreed()).isEqualTo(2);
        assertThat(imported.refused()).extracting(Bad::line).containsExactly(5, 6, 7, 8);

        assertThat(ask(PhoneCare.CONTACTS, new Which("")).lists()).containsExactly(new Size("medics", 2));
        assertThat(ask(PhoneCare.CONTACTS, new Which("medics")).people())
                .containsExactly(
                        new Person("+12025550123", "Ana M.", "agreed"), new Person("+12025550124", "Bo", "no_consent"));
    }

    @Test
    void sms_R20_consentIsWrittenDownOnceAndNeverComesBackByImport() {
        var list = new File("medics", "number,consent,consent_at,consent_ref\n+12025550123,form,2026-05-31,form 17\n");
        var ana = new Whose("+12025550123");
        ask(PhoneCare.IMPORT, list);
        ask(PhoneCare.IMPORT, list);
        assertThat(ask(PhoneCare.CONSENTS, ana).all())
                .containsExactly(new Statement(
                        "form", Instant.parse("2026-05-31T00:00:00Z").getEpochSecond(), "", "form 17"));

        assertThat(ask(PhoneCare.CONSENT, new Word("+12025550123", "withdrawn", "", "a call")))
                .isEqualTo(new Done(true));
        assertThat(ask(PhoneCare.IMPORT, list).agreed()).isZero();
        assertThat(ask(PhoneCare.CONSENTS, ana).all())
                .extracting(Statement::how)
                .containsExactly("form", "withdrawn");

        assertThat(ask(PhoneCare.CONSENT, new Word("+12025550123", "verbal", "", "a call")))
                .isEqualTo(new Done(true));
        assertThat(ask(PhoneCare.CONTACTS, new Which("medics")).people())
                .extracting(Person::state)
                .containsExactly("agreed");
        ask(PhoneCare.OPT_OUT, ana);
        assertThat(ask(PhoneCare.CONTACTS, new Which("medics")).people())
                .extracting(Person::state)
                .containsExactly("opt_out");
    }
}
