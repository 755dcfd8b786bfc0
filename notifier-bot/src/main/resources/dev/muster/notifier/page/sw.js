// There when no page is: shows who calls, and lets them be answered or declined. KNOWN stands before this.
"use strict";

importScripts(KNOWN.bell);

const bell = bellAt(KNOWN.base);
const words = KNOWN.words;
const HERE = KNOWN.base + "/app";
// The bot forgets who isn't heard of for three months.
const HEARD_OF = 7 * 24 * 3600 * 1000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(inTurn(() => heard(event.data)).then(sayWeAreStillHere)));
self.addEventListener("notificationclick", (event) => event.waitUntil(clicked(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(again()));

// What ends a call may come while its notification is just coming up.
let latest = Promise.resolve();

function inTurn(what) {
  latest = latest.then(what, what);
  return latest;
}

async function heard(data) {
  let said = {};
  try {
    said = data.json();
  } catch (e) {
    // A push without content says no more than that there is something.
    said = {};
  }
  switch (said.type) {
    case "incoming_call":
      await ring(said);
      break;
    case "call_cancelled":
      await silence(said);
      break;
    default:
      await note(said);
  }
}

async function sayWeAreStillHere() {
  const device = await bell.read("device");
  if (device && Date.now() - device.since > HEARD_OF) await again();
}

async function ring(call) {
  // Nobody promises that pushes come in the order in which they were sent.
  if ((await bell.read("over")) === call.callId) return;
  if (bell.isOver(call)) {
    await note({ type: "missed_call", body: bell.caller(call, words["call.from"], words["call.somebody"]) });
    return;
  }
  await bell.keep("call", call);
  await tell({ call: call });
  await show(call, words[call.hasVideo ? "call.video" : "call.voice"]);
}

function show(call, body) {
  return self.registration.showNotification(bell.caller(call, words["call.from"], words["call.somebody"]), {
    body: body,
    tag: call.callId,
    icon: KNOWN.icon,
    badge: KNOWN.icon,
    lang: KNOWN.language,
    data: { call: call },
    requireInteraction: true,
    renotify: true,
    vibrate: [600, 300, 600, 300, 600],
    actions: [
      { action: "answer", title: words["call.answer"] },
      { action: "decline", title: words["call.decline"] }
    ]
  });
}

async function silence(over) {
  await bell.keep("over", over.callId);
  const call = await bell.read("call");
  if (call && call.callId === over.callId) await bell.forget("call");
  await tell({ over: over });
  for (const shown of await self.registration.getNotifications({ tag: over.callId })) shown.close();
}

async function note(said) {
  const texts = {
    event: [words["note.event"], said.body],
    missed_call: [words["note.missed"], said.body],
    message: [words["note.message"], words["note.message.body"]],
    test: [words["note.test"], words["note.test.body"]]
  };
  const text = texts[said.type] || [words["note.other"], ""];
  const shown = { title: text[0], body: text[1] || "" };
  await bell.keep("note", shown);
  await tell({ note: shown });
  await self.registration.showNotification(shown.title, {
    body: shown.body,
    tag: said.type || "other",
    icon: KNOWN.icon,
    badge: KNOWN.icon,
    lang: KNOWN.language,
    data: { note: shown }
  });
}

async function pages() {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((page) => new URL(page.url).pathname === HERE);
}

async function tell(news) {
  for (const page of await pages()) page.postMessage(news);
}

async function clicked(event) {
  event.notification.close();
  const call = event.notification.data.call;
  if (!call) {
    await open("#note");
  } else if (event.action === "decline") {
    await decline(call);
  } else {
    await bell.keep("call", call);
    // Browsers let a click open a window only for a moment. So the page answers, and no request comes before it.
    await open(event.action === "answer" ? "#answer" : "#call");
  }
}

async function decline(call) {
  try {
    await bell.decline(call);
    await bell.forget("call");
    await tell({ over: { callId: call.callId, reason: "declined" } });
  } catch (e) {
    await show(call, words["open.trouble"]);
  }
}

async function open(what) {
  const page = (await pages())[0];
  if (!page) {
    await self.clients.openWindow(HERE + "?lang=" + KNOWN.language + what);
    return;
  }
  page.postMessage({ open: what });
  await page.focus();
}

async function again() {
  const device = await bell.read("device");
  if (device) await bell.register(self.registration, device.label);
}
