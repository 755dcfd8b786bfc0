package dev.muster.sms.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StateTest {
    private static <T> List<List<T>> orders(List<T> things) {
        if (things.isEmpty()) return List.of(List.of());
        List<List<T>> all = new ArrayList<>();
        for (T first : things) {
            List<T> rest = new ArrayList<>(things);
            rest.remove(first);
            for (List<T> order : orders(rest)) {
                List<T> whole = new ArrayList<>();
                whole.add(first);
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    @Test
    void R30_inWhateverOrderReceiptsComeItEndsTheSame() {
        List<State> news = List.of(State.QUEUED, State.SENDING, State.SENT, State.DELIVERED, State.READ);
        List<List<State>> orders = orders(news);
        assertThat(orders).hasSize(120);
        for (List<State> order : orders) {
            State state = State.SENDING;
            for (State next : order) state = state.after(next);
            assertThat(state).as("%s", order).isEqualTo(State.READ);
        }
    }

    @Test
    void R30_thatItWasDeliveredCorrectsThatItHadFailedAndNotTheOtherWayRound() {
        assertThat(State.FAILED.after(State.DELIVERED)).isEqualTo(State.DELIVERED);
        assertThat(State.DELIVERED.after(State.FAILED)).isEqualTo(State.DELIVERED);
        assertThat(State.UNKNOWN.after(State.FAILED)).isEqualTo(State.FAILED);
        assertThat(State.BLOCKED.after(State.DELIVERED)).isEqualTo(State.BLOCKED);
    }
}
