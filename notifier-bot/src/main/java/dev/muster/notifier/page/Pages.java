package dev.muster.notifier.page;

import dev.muster.kit.http.Routes;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.session.Certificates;
import dev.muster.notifier.session.JoinLinks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// All pages of the bot, to be served by whoever has the routes.
public final class Pages {
    private final Frame frame;
    private final Entrance entrance;
    private final CertificatePage certificatePage;
    private final AppPage appPage;

    /// What the secrets open that people come with.
    public record Opened(JoinLinks links, Certificates certificates, Invites invites) {}

    /// @param random for secrets, so nobody may foresee it
    /// @param metrics counts links opened, people let in, and refusals by reason
    public Pages(Site site, Opened opened, InstantSource time, RandomGenerator random, MeterRegistry metrics) {
        this.frame = new Frame(site);
        var guard = new Guard(site, new Guesses(site.guessesPerMinute(), time), metrics);
        this.entrance = new Entrance(opened.links(), new JoinPage(frame, time), guard, new BrowserCookie(site, random));
        this.certificatePage = new CertificatePage(frame, opened.certificates(), guard, time);
        this.appPage = new AppPage(frame, opened.invites(), guard);
    }

    /// The same routes, with those of the pages.
    public Routes on(Routes routes) {
        frame.route(routes);
        new FrontPage(frame).route(routes);
        entrance.route(routes);
        certificatePage.route(routes);
        appPage.route(routes);
        return routes;
    }
}
