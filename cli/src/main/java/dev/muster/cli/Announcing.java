package dev.muster.cli;

import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Tells the bot what is announced, and keeps a copy, so that it can be changed later from any machine.
final class Announcing {
    private final Shell shell;
    private final Output output;
    private final BotLine line;

    Announcing(Shell shell, Output output, BotLine line) {
        this.shell = shell;
        this.output = output;
        this.line = line;
    }

    /// What we have announced so far.
    List<Announcement> soFar() throws InterruptedException {
        return Announcement.in(line.kept());
    }

    /// The one that somebody means.
    Announcement called(String name) throws InterruptedException {
        List<Announcement> meant =
                soFar().stream().filter(each -> each.isCalled(name)).toList();
        if (meant.size() == 1) return meant.getFirst();
        if (meant.isEmpty()) {
            throw new Failure("you have announced no session of that name with this key (your own copies of"
                    + " announcements are where you receive messages); muster session list says what there is");
        }
        throw new Failure("more than one is called that: name it by its id, one of "
                + String.join(", ", meant.stream().map(Announcement::id).toList()));
    }

    /// Says it to the bot, in several messages if there are many guests.
    int announce(Announcement announcement) throws InterruptedException {
        Iterator<Announcement> parts = announcement.parts().iterator();
        long latest = announcement.madeAt();
        long told = 0;
        Reply reply;
        do {
            Announcement part = parts.next();
            Rumor rumor = rumor(part, latest + 1);
            latest = rumor.createdAt();
            reply = line.say(rumor);
            if (reply instanceof Reply.Refused) break;
            line.keep(rumor);
            told += part.guests();
            if (told < announcement.guests()) shell.complain(told + " of " + announcement.guests() + " guests so far");
        } while (parts.hasNext());
        if (!(reply instanceof Reply.Refused) && announcement.isPublic()) publish(announcement, latest);
        if (reply instanceof Reply.Kept) shell.complain("its id is " + announcement.id());
        return new Answering(shell, output).done(reply, done -> print(done, announcement));
    }

    /// Of two from the same second nobody could say which counts.
    private Rumor rumor(Announcement part, long atLeast) {
        Rumor now = line.rumor(Kind.TIME_EVENT, part.tags(), "");
        return new Rumor(now.author(), Math.max(now.createdAt(), atLeast), now.kind(), now.tags(), now.content());
    }

    private void publish(Announcement announcement, long at) throws InterruptedException {
        line.publish(new Rumor(line.us(), at, Kind.TIME_EVENT, announcement.openly(line.bot()), ""));
    }

    private void print(Reply.Done done, Announcement announcement) {
        Optional<SessionLine> session = done.sessions().stream().findFirst();
        JsonObject json = session.map(SessionLine::json)
                .orElseGet(() ->
                        new JsonObject().with("id", announcement.id()).with("address", announcement.address(line.us())))
                .with("result", "ok")
                .with("message", done.text());
        String text = session.map(each -> each.text(ZoneId.systemDefault())).orElse(announcement.id());
        output.print(text + (done.text().isEmpty() ? "" : "\n" + done.text()), json);
    }
}
