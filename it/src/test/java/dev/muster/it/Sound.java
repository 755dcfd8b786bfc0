package dev.muster.it;

/// How a page makes a sound and tells what it hears, on a machine without loudspeaker. Both are JavaScript for
/// `whistle()`,
/// which promises a stream of 1000 Hz, and for `listen(stream)`, after which `level(hertz)` is how loud that is
/// heard now, in dB of full scale.
final class Sound {
    /// And `gap(hertz)` begins to measure for how many milliseconds that is missing at most: `longest`.
    static final String BY_WEB_AUDIO = """
        (() => {
          const audio = new AudioContext();
          audio.resume();
          window.whistle = async () => {
            const whistle = audio.createOscillator();
            whistle.frequency.value = 1000;
            const speaker = audio.createMediaStreamDestination();
            whistle.connect(speaker);
            whistle.start();
            return speaker.stream;
          };
          window.listen = (stream) => {
            const player = window.player = new Audio();
            player.srcObject = stream;
            player.play().catch(() => {});
            const source = audio.createMediaStreamSource(stream);
            const ear = (size) => {
              const analyser = audio.createAnalyser();
              analyser.fftSize = size;
              analyser.smoothingTimeConstant = 0;
              source.connect(analyser);
              const levels = new Float32Array(analyser.frequencyBinCount);
              return (hertz) => {
                analyser.getFloatFrequencyData(levels);
                return Math.max(-200, Math.round(levels[Math.round(hertz * size / audio.sampleRate)]));
              };
            };
            window.level = ear(8192);
            const quick = ear(2048);
            window.gap = (hertz) => {
              let since = performance.now();
              window.longest = 0;
              setInterval(() => {
                const now = performance.now();
                if (quick(hertz) > -50) since = now;
                window.longest = Math.max(window.longest, Math.round(now - since));
              }, 20);
            };
          };
        })()\
        """;

    /// Firefox starts no AudioContext where there is no loudspeaker, but records what it hears: half a second each.
    static final String BY_RECORDER = """
        (() => {
          window.whistle = () => navigator.mediaDevices.getUserMedia({ audio: true });
          window.listen = (stream) => {
            const recorder = new MediaRecorder(stream);
            recorder.ondataavailable = async (event) => {
              const recorded = await event.data.arrayBuffer();
              const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(recorded);
              const wave = sound.getChannelData(0);
              window.level = (hertz) => {
                let real = 0, imaginary = 0;
                wave.forEach((sample, i) => {
                  const angle = 2 * Math.PI * hertz * i / sound.sampleRate;
                  real += sample * Math.cos(angle);
                  imaginary += sample * Math.sin(angle);
                });
                return Math.max(-200, Math.round(20 * Math.log10(2 * Math.hypot(real, imaginary) / wave.length)));
              };
            };
            recorder.start();
            setTimeout(() => {
              recorder.stop();
              listen(stream);
            }, 500);
          };
        })()\
        """;

    private Sound() {}
}
