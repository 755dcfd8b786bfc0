package dev.muster.sip.sdp;

/// A description that is being written.
final class Lines {
    private final StringBuilder text = new StringBuilder();

    Lines line(char type, String value) {
        text.append(type).append('=').append(value).append("\r\n");
        return this;
    }

    Lines attribute(String name) {
        return line('a', name);
    }

    Lines attribute(String name, String value) {
        return line('a', name + ":" + value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
