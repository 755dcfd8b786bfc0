package dev.muster.sms.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sms.contact.Sheet.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SheetTest {
    private static List<Row> rows(String text) {
        return Sheet.read(text).rows();
    }

    @Test
    void columnsHaveNames() {
        assertThat(rows("Number,Name\n+12025550123,Ana\n\n+12025550124,\n"))
                .containsExactly(
                        new Row(2, Map.of("number", "+12025550123", "name", "Ana")),
                        new Row(4, Map.of("number", "+12025550124")));
    }

    @Test
    void whatSpreadsheetsDoIsUnderstood() {
        assertThat(rows("\ufeffnumber;name\r\n+12025550123;Ana\r\n"))
                .containsExactly(new Row(2, Map.of("number", "+12025550123", "name", "Ana")));
        assertThat(rows("name,number\n\"Hall, \"\"Meg\"\"\", \"+1 202\n555 0123\" \nBob,+1\n"))
                .containsExactly(
                        new Row(2, Map.of("name", "Hall, \"Meg\"", "number", "+1 202\n555 0123")),
                        new Row(4, Map.of("name", "Bob", "number", "+1")));
        assertThat(rows("number,name,\n+1,Ana,x,y")).containsExactly(new Row(2, Map.of("number", "+1", "name", "Ana")));
    }

    @Test
    void whatIsNoTableIsNamedByItsLine() {
        assertThatThrownBy(() -> rows("")).hasMessage("a first line that names the columns");
        assertThatThrownBy(() -> rows("number\n\"+1\n+2")).hasMessage("line 2: a closing quote");
        assertThatThrownBy(() -> rows("number,name\n\"+1\"x,Ana")).hasMessageStartingWith("line 2: a comma");
    }
}
