// Lets this browser ring, and shows who calls.
(function () {
  "use strict";

  const DAY = 24 * 3600 * 1000;
  const STATES = ["cannot", "install", "stranger", "ready", "blocked", "on"];

  const page = document.getElementById("page");
  const base = page.dataset.base;
  const bell = bellAt(base);
  const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const isIphone =
    /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);
  let call = null;
  let clock = 0;

  function element(id) {
    return document.getElementById(id);
  }

  function show(state) {
    for (const id of STATES) element(id).hidden = id !== state;
  }

  function say(text) {
    element("said").textContent = text;
  }

  function worry(isTrouble) {
    element("trouble").textContent = isTrouble ? element("trouble").dataset.text : "";
  }

  // One thing at a time, and nothing that fails unseen.
  function on(id, what) {
    const button = element(id);
    button.addEventListener("click", async function () {
      button.disabled = true;
      worry(false);
      say("");
      try {
        await what(button);
      } catch (e) {
        worry(true);
      } finally {
        button.disabled = false;
      }
    });
  }

  // ---- letting it ring

  function label() {
    const browsers = [["Firefox", /Firefox|FxiOS/], ["Edge", /Edg/], ["Opera", /OPR/], ["Chrome", /Chrome|CriOS/], ["Safari", /Safari/]];
    const systems = [["Android", /Android/], ["iOS", /iPhone|iPad|iPod/], ["Windows", /Windows/], ["macOS", /Mac/], ["Linux", /Linux/]];
    const named = (names) => (names.find((name) => name[1].test(navigator.userAgent)) || ["Web"])[0];
    return named(browsers) + ", " + named(systems);
  }

  function worker() {
    return navigator.serviceWorker.register(base + "/app/sw.js?lang=" + page.dataset.language, { scope: base + "/app" });
  }

  async function register(proof) {
    await worker();
    const registration = await navigator.serviceWorker.ready;
    const answer = await bell.register(registration, label(), proof);
    if (answer.status === 401) return false;
    if (answer.status !== 200) throw new Error(answer.said.error);
    return true;
  }

  async function start(proof) {
    if ((await Notification.requestPermission()) !== "granted") {
      show("blocked");
      return;
    }
    if (!(await register(proof))) throw new Error("not believed");
    // What was used up is of no use in the address, nor in what is installed.
    history.replaceState(null, "", location.pathname + "?lang=" + page.dataset.language);
    element("manifest").href = base + "/app/manifest.webmanifest?lang=" + page.dataset.language;
    await rings();
    element("rings").focus();
  }

  async function rings() {
    element("npub").textContent = (await bell.read("device")).npub;
    show("on");
  }

  // NIP-98, by an extension that keeps the key.
  async function signed(path, body) {
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(body)));
    const payload = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const event = await window.nostr.signEvent({
      kind: 27235,
      created_at: Math.floor(Date.now() / 1000),
      tags: [["u", page.dataset.site + "/v1" + path], ["method", "PUT"], ["payload", payload]],
      content: ""
    });
    return "Nostr " + btoa(JSON.stringify(event));
  }

  async function begin() {
    if (!isAble) {
      show(isIphone ? "install" : "cannot");
      return;
    }
    const device = await bell.read("device");
    if (page.dataset.invite) show("ready");
    else if (!device) stranger();
    else if (Notification.permission !== "granted") show("blocked");
    else await still(device);
  }

  function stranger() {
    show("stranger");
    element("signing").hidden = !window.nostr;
  }

  async function still(device) {
    await worker();
    if (Date.now() - device.since < DAY || (await register())) {
      await rings();
      return;
    }
    await bell.forget("device");
    stranger();
  }

  on("ring", () => start(() => "Invite " + page.dataset.invite));
  on("sign", () => start(signed));
  on("test", async function (button) {
    const device = await bell.read("device");
    const answer = await bell.asDevice("POST", "/devices/" + device.name + "/test");
    if (answer.status !== 200) throw new Error(answer.said.error);
    say(button.dataset.sent);
  });
  on("stop", async function (button) {
    const device = await bell.read("device");
    const answer = await bell.asDevice("DELETE", "/devices/" + device.name);
    // Who isn't known there any more need not be forgotten.
    if (answer.status !== 200 && answer.status !== 401 && answer.status !== 404) throw new Error(answer.said.error);
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    if (subscription) await subscription.unsubscribe();
    await bell.forget("device");
    stranger();
    say(button.dataset.done);
  });

  // ---- calls

  function rung(by) {
    call = by;
    clearTimeout(clock);
    const texts = element("call").dataset;
    element("who").textContent = bell.caller(call, texts.from, texts.somebody);
    element("handle").hidden = !/^npub1/.test(call.handle || "");
    element("handle").firstElementChild.textContent = call.handle;
    element("ringing").hidden = false;
    element("fate").hidden = true;
    element("further").hidden = true;
    element("call").hidden = false;
    element("who").focus();
    if (bell.isOver(call)) ended("over");
    else clock = setTimeout(() => ended("over"), Number(call.expires) * 1000 - Date.now());
  }

  function ended(how) {
    clearTimeout(clock);
    element("ringing").hidden = true;
    element("fate").textContent = element("fate").dataset[how];
    element("fate").hidden = false;
    element("further").hidden = how !== "taken";
    element("who").focus();
  }

  async function quiet() {
    await bell.forget("call");
    const registration = await navigator.serviceWorker.ready;
    for (const shown of await registration.getNotifications({ tag: call.callId })) shown.close();
  }

  function fate(answer) {
    if (answer.status === 409) return "elsewhere";
    return answer.status === 404 || answer.status === 410 ? "over" : "";
  }

  async function answer() {
    const answered = await bell.answer(call);
    const late = fate(answered);
    if (!late && answered.status !== 200) throw new Error(answered.said.error);
    await quiet();
    const room = answered.said.room || "";
    if (late) ended(late);
    // Nothing else is for a browser to follow.
    else if (/^https?:\/\//i.test(room)) location.assign(room);
    else ended("taken");
  }

  on("answer", answer);
  on("decline", async function () {
    const declined = await bell.decline(call);
    const late = fate(declined);
    if (!late && declined.status !== 200) throw new Error(declined.said.error);
    await quiet();
    ended(late || "declined");
  });

  function told(note) {
    element("news").textContent = note.title;
    element("told").textContent = note.body;
    element("note").hidden = false;
  }

  async function open(what) {
    if (what === "#note") {
      const note = await bell.read("note");
      if (note) told(note);
      return;
    }
    const latest = await bell.read("call");
    if (!latest || (bell.isOver(latest) && what === "")) return;
    rung(latest);
    if (what === "#answer") element("answer").click();
  }

  function heard(news) {
    if (news.call) rung(news.call);
    if (news.note) told(news.note);
    if (news.open) open(news.open).catch(() => worry(true));
    if (news.over && call && news.over.callId === call.callId) {
      const words = { answered_elsewhere: "elsewhere", declined: "declined" };
      ended(words[news.over.reason] || "over");
    }
  }

  // ---- to begin with

  if (isAble) navigator.serviceWorker.addEventListener("message", (message) => heard(message.data));
  begin()
    .then(() => (isAble ? open(location.hash) : null))
    .catch(() => worry(true));
})();
