package dev.muster.sip.room;

/// Hears what becomes of a member. It must not wait.
public interface MemberEvents {
    /// Nobody listens.
    MemberEvents NONE = new MemberEvents() {
        @Override
        public void muted(boolean isMuted) {
            // They see it in the roster.
        }

        @Override
        public void ended(Ending why) {
            // Whoever ended it knows.
        }
    };

    /// Whether they are heard has changed, by themselves or by who leads.
    void muted(boolean isMuted);

    /// They are in the room no longer: told once.
    void ended(Ending why);
}
