package dev.muster.sip.voice;

/// The keys that somebody was told of, by whatever thread.
final class Typed implements KeyListener {
    private final StringBuilder keys = new StringBuilder();

    @Override
    public synchronized void pressed(char key) {
        keys.append(key);
    }

    synchronized int length() {
        return keys.length();
    }

    @Override
    public synchronized String toString() {
        return keys.toString();
    }
}
