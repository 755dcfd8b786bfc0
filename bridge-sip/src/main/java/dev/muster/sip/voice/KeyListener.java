package dev.muster.sip.voice;

/// Who wants to know which keys are pressed.
@FunctionalInterface
public interface KeyListener {
    /// Nobody.
    KeyListener NONE = _ -> {};

    /// A key was pressed: told once, as soon as that is known. On the thread that reads packets: it must not
    /// wait.
    void pressed(char key);
}
