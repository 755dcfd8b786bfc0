package dev.muster.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A browser that tests drive like a person: with keys, and with eyes.
interface Browser extends AutoCloseable {
    /// A window of somebody who was never here before.
    Tab newcomer();

    /// How its pages whistle and listen, see [Sound].
    String sound();

    @Override
    void close();

    /// Which ones there are.
    enum Kind {
        CHROMIUM {
            @Override
            Optional<Path> program() {
                return Chromium.installed().map(Chromium::program);
            }

            @Override
            Browser start(Path folder) throws IOException {
                return new ChromiumBrowser(program().orElseThrow(), folder);
            }

            @Override
            Browser startToCall(Path folder) throws IOException {
                return new ChromiumBrowser(
                        program().orElseThrow(),
                        folder,
                        List.of(
                                "--no-proxy-server",
                                "--allow-loopback-in-peer-connection",
                                "--autoplay-policy=no-user-gesture-required"));
            }
        },
        FIREFOX {
            @Override
            Optional<Path> program() {
                return FirefoxBrowser.installed();
            }

            @Override
            Browser start(Path folder) throws IOException {
                return new FirefoxBrowser(program().orElseThrow(), folder);
            }

            @Override
            Browser startToCall(Path folder) throws IOException {
                return new FirefoxBrowser(program().orElseThrow(), folder, """
                    user_pref("media.navigator.permission.disabled", true);
                    user_pref("media.navigator.streams.fake", true);
                    user_pref("media.navigator.audio.fake_frequency", %d);
                    """.formatted(NostrPhone.WHISTLE));
            }
        };

        /// Where it is, if it is.
        abstract Optional<Path> program();

        abstract Browser start(Path folder) throws IOException;

        /// One that may whistle and listen without anybody touching it: Chromium over loopback too, Firefox not.
        abstract Browser startToCall(Path folder) throws IOException;
    }

    /// One page at a time.
    interface Tab {
        /// Returns once the page is there with all that belongs to it.
        void open(URI address);

        /// Before all other windows, as somebody who comes back to it has it.
        void bringToFront();

        void resize(int width, int height);

        /// What an expression of JavaScript comes to, as text.
        String evaluate(String expression);

        void press(Key key);

        /// All of the page, as PNG.
        byte[] picture();

        /// What the browser has written to the console, unless it is only news.
        List<String> complaints();
    }

    enum Key {
        TAB,
        ENTER
    }
}
