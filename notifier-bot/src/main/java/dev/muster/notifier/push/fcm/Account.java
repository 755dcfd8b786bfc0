package dev.muster.notifier.push.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Our account at Google: gets an access token with its key, and another one before that expires, once for everybody
/// who waits for it.
///
/// Only for messages. Left to itself, Firebase's library asks for all that it can do, and an account may have
/// been given more than it needs.
final class Account extends GoogleCredentials {
    private static final long serialVersionUID = 1;

    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

    private final ServiceAccountCredentials key;

    private Account(ServiceAccountCredentials key) {
        super(GoogleCredentials.newBuilder());
        this.key = key;
    }

    /// @throws IllegalArgumentException if there is none in the file that the configuration names
    static Account read(FcmConfig config, HttpTransport transport) {
        Path file = config.serviceAccount().orElseThrow();
        try (InputStream json = Files.newInputStream(file)) {
            var key = ServiceAccountCredentials.fromStream(json, () -> transport).toBuilder()
                    .setScopes(List.of(SCOPE))
                    .setDefaultRetriesEnabled(false);
            config.tokenServer().ifPresent(key::setTokenServerUri);
            return new Account(key.build());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " is no key of a service account: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException if the file names none
    @Override
    public String getProjectId() {
        String project = key.getProjectId();
        if (project == null) throw new IllegalArgumentException("the key of the service account names no project");
        return project;
    }

    /// Waits until there is an access token. Whoever gives up that, doesn't give up getting it: others wait for it too.
    ///
    /// @throws IOException if we get none; a [com.google.auth.Retryable] one that isn't to be tried again if we are
    ///                     refused
    void awaitToken() throws IOException, InterruptedException {
        var done = new CompletableFuture<Void>();
        getRequestMetadata(
                key.getTokenServerUri(),
                task -> Thread.ofVirtual().name("fcm-token").start(task),
                new RequestMetadataCallback() {
                    @Override
                    public void onSuccess(Map<String, List<String>> metadata) {
                        done.complete(null);
                    }

                    @Override
                    public void onFailure(Throwable exception) {
                        done.completeExceptionally(exception);
                    }
                });
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    @Override
    public AccessToken refreshAccessToken() throws IOException {
        return key.refreshAccessToken();
    }
}
