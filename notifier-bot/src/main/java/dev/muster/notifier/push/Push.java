package dev.muster.notifier.push;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.muster.nostr.crypto.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// What is to be brought to somebody's devices.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Push.Ring.class, name = "ring"),
    @JsonSubTypes.Type(value = Push.AppRing.class, name = "app-ring"),
    @JsonSubTypes.Type(value = Push.RingOver.class, name = "ring-over"),
    @JsonSubTypes.Type(value = Push.Note.class, name = "note"),
    @JsonSubTypes.Type(value = Push.Wake.class, name = "wake")
})
public sealed interface Push {
    /// What it is about. Of the same, each device gets one.
    String subject();

    /// When it is of no use any more.
    Instant until();

    Parcel.Sort sort();

    /// Somebody calls.
    ///
    /// @param caller unless nobody knows who
    /// @param name what the callee calls them
    /// @param isOpen whether whoever brings it may read who calls
    /// @param pass by which whoever has this push can decline the call; for those that nobody else can read
    record Ring(
            String callId,
            Optional<PublicKey> caller,
            Optional<String> name,
            boolean isOpen,
            boolean hasVideo,
            String pass,
            Instant until)
            implements Push {
        @Override
        public String subject() {
            return "ring/" + callId;
        }

        @Override
        public Parcel.Sort sort() {
            return Parcel.Sort.RING;
        }
    }

    /// A telephone calls an app that speaks SIP, and that comes to its server as soon as it is awake.
    ///
    /// @param number as far as it may be shown: its last digits
    /// @param uri where the app comes to, and which call it finds there
    record AppRing(String callId, String number, String uri, Instant until) implements Push {
        @Override
        public String subject() {
            return "app-ring/" + callId;
        }

        @Override
        public Parcel.Sort sort() {
            return Parcel.Sort.RING;
        }

        /// Neither who calls nor whom.
        @Override
        public String toString() {
            return "AppRing[" + callId + "]";
        }
    }

    /// The call is over, or taken elsewhere.
    ///
    /// @param reason a word such as `answered_elsewhere`
    /// @param isAgain whether it follows a ring that came after the device was told already
    record RingOver(String callId, String reason, boolean isAgain, Instant until) implements Push {
        @Override
        public String subject() {
            return "ring-over/" + callId + (isAgain ? "/again" : "");
        }

        @Override
        public Parcel.Sort sort() {
            return Parcel.Sort.RING_OVER;
        }
    }

    /// Something to be shown.
    ///
    /// @param details more than that
    /// @param isOpen whether whoever brings it may read them
    record Note(Topic topic, String subject, Optional<String> details, boolean isOpen, Instant until) implements Push {
        @Override
        public Parcel.Sort sort() {
            return Parcel.Sort.ALERT;
        }
    }

    /// The app should look what there is.
    record Wake(String subject, Instant until) implements Push {
        @Override
        public Parcel.Sort sort() {
            return Parcel.Sort.WAKE;
        }
    }

    /// What a note is about, and all that it says to those who bring it.
    enum Topic {
        SESSION("Session started", "Open to join.", "EVENT"),
        MISSED_CALL("Missed call", "Open to see who called.", "MISSED_CALL"),
        MESSAGE("New message", "Open to read it.", "MESSAGE"),
        TEST("Test", "This device can be woken.", "TEST");

        private final String title;
        private final String body;
        private final String category;

        Topic(String title, String body, String category) {
            this.title = title;
            this.body = body;
            this.category = category;
        }

        String title() {
            return title;
        }

        String body() {
            return body;
        }

        /// What iOS calls the kind of notification.
        String category() {
            return category;
        }
    }
}
