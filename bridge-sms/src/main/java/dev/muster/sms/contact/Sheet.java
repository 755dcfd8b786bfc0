package dev.muster.sms.contact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A table as spreadsheets save it (CSV, RFC 4180), with a first line that names the columns.
///
/// @param rows what each line says, by its columns in lower case; what is empty is left out
public record Sheet(List<Row> rows) {
    public Sheet {
        rows = List.copyOf(rows);
    }

    /// One line.
    ///
    /// @param line where it begins in the file, the first line being 1
    public record Row(int line, Map<String, String> values) {
        public Row {
            values = Map.copyOf(values);
        }

        /// What stands in that column; empty if nothing does.
        public String get(String column) {
            return values.getOrDefault(column, "");
        }

        /// Not what it says.
        @Override
        public String toString() {
            return "line " + line;
        }
    }

    /// Reads one, line by line.
    ///
    /// @throws IllegalArgumentException if it is no such table
    public static Sheet read(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        new Reader(text.startsWith("\ufeff") ? text.substring(1) : text).read(lines, numbers);
        if (lines.isEmpty()) throw new IllegalArgumentException("a first line that names the columns");
        List<String> columns = lines.getFirst().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) rows.add(new Row(numbers.get(i), row(columns, lines.get(i))));
        rows.removeIf(row -> row.values().isEmpty());
        return new Sheet(rows);
    }

    private static Map<String, String> row(List<String> columns, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++)
            if (!cells.get(i).isEmpty() && !columns.get(i).isEmpty()) row.put(columns.get(i), cells.get(i));
        return row;
    }

    /// Goes over the text once. Where decimals have commas, spreadsheets put semicolons between cells.
    private static final class Reader {
        private final String text;
        private final char separator;
        private int at;
        private int line = 1;

        Reader(String text) {
            this.text = text;
            String first = text.lines().findFirst().orElse("");
            separator = first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
        }

        void read(List<List<String>> lines, List<Integer> numbers) {
            while (at < text.length()) {
                int start = line;
                List<String> cells = new ArrayList<>();
                do cells.add(cell().strip());
                while (isNext(separator));
                endLine(start);
                if (cells.stream().allMatch(String::isEmpty)) continue;
                lines.add(cells);
                numbers.add(start);
            }
        }

        private boolean isNext(char character) {
            if (at >= text.length() || text.charAt(at) != character) return false;
            at++;
            return true;
        }

        private void endLine(int start) {
            boolean isAtEnd = at >= text.length();
            boolean isReturn = isNext('\r');
            if (!isNext('\n') && !isReturn && !isAtEnd)
                throw new IllegalArgumentException("line " + start + ": a comma after the closing quote");
            line++;
        }

        private String cell() {
            int start = at;
            skipSpaces();
            if (isNext('"')) {
                String cell = quoted();
                skipSpaces();
                return cell;
            }
            at = start;
            while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0 && text.charAt(at) != separator) at++;
            return text.substring(start, at);
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') at++;
        }

        private String quoted() {
            int start = line;
            var cell = new StringBuilder();
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next == '\n') line++;
                if (next != '"') cell.append(next);
                else if (isNext('"')) cell.append('"');
                else return cell.toString();
            }
            throw new IllegalArgumentException("line " + start + ": a closing quote");
        }
    }
}
