package dev.muster.sip.sdp;

/// Numbers as strangers write them.
final class Numbers {
    private Numbers() {}

    /// A number up to that; -1 if it is none.
    static int read(String text, int most) {
        return (int) readLong(text, most);
    }

    /// Digits only: neither signs, nor those of other scripts.
    static long readLong(String text, long most) {
        if (text.isEmpty() || text.length() > 18) return -1;
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') return -1;
            number = number * 10 + digit - '0';
        }
        return number <= most ? number : -1;
    }
}
