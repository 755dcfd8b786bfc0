// What the page and the service worker share: what this browser remembers, and what it asks of the bot.
"use strict";

function bellAt(base) {
  // ---- what is remembered

  function open() {
    return new Promise(function (resolve, reject) {
      const asked = indexedDB.open("muster" + base, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async function kept(mode, what) {
    const store = await open();
    try {
      return await new Promise(function (resolve, reject) {
        const transaction = store.transaction("kept", mode);
        const asked = what(transaction.objectStore("kept"));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      store.close();
    }
  }

  const read = (name) => kept("readonly", (store) => store.get(name));
  const keep = (name, value) => kept("readwrite", (store) => store.put(value, name));
  const forget = (name) => kept("readwrite", (store) => store.delete(name));

  // ---- what is asked

  async function ask(method, path, authorization, body) {
    const headers = {};
    if (authorization) headers.authorization = authorization;
    if (body) headers["content-type"] = "application/json";
    const answer = await fetch(base + "/v1" + path, {
      method: method,
      headers: headers,
      body: body && JSON.stringify(body),
      credentials: "omit"
    });
    // A proxy may answer in our place, with a page.
    const said = await answer.json().catch(() => ({}));
    return { status: answer.status, said: said };
  }

  // As this device, with another pass if the one that it has counts no more.
  async function asDevice(method, path, body) {
    const device = await read("device");
    if (!device) return { status: 401, said: {} };
    const answer = await ask(method, path, "Bearer " + device.access, body);
    if (answer.status !== 401) return answer;
    const renewal = await ask("POST", "/token/refresh", null, { refreshToken: device.refresh });
    if (renewal.status !== 200) return answer;
    device.access = renewal.said.data.accessToken;
    device.refresh = renewal.said.data.refreshToken;
    await keep("device", device);
    return ask(method, path, "Bearer " + device.access, body);
  }

  // ---- what is done

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  async function subscribe(registration) {
    const key = (await ask("GET", "/push/key")).said.vapid;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
    try {
      return { subscription: await registration.pushManager.subscribe(options), key: key };
    } catch (e) {
      // Made with another key of ours, which that browser holds on to.
      const old = await registration.pushManager.getSubscription();
      if (!old || e.name !== "InvalidStateError") throw e;
      await old.unsubscribe();
      return { subscription: await registration.pushManager.subscribe(options), key: key };
    }
  }

  // proof, if it isn't this device's own pass: makes an Authorization of a path and a body
  async function register(registration, label, proof) {
    const made = await subscribe(registration);
    const known = await read("device");
    const name = known ? known.name : crypto.randomUUID();
    const path = "/devices/" + name;
    const body = {
      platform: "webpush",
      app: "muster-page",
      label: label,
      webpush: made.subscription.toJSON(),
      vapid: made.key
    };
    const answer = proof ? await ask("PUT", path, await proof(path, body), body) : await asDevice("PUT", path, body);
    if (answer.status === 200) {
      await keep("device", {
        name: name,
        label: label,
        npub: answer.said.npub,
        access: answer.said.accessToken,
        refresh: answer.said.refreshToken,
        since: Date.now()
      });
    }
    return answer;
  }

  async function take(call, how) {
    const device = await read("device");
    const path = "/rings/" + encodeURIComponent(call.callId) + "/" + how;
    return ask("POST", device ? path + "?device=" + device.name : path, "Bearer " + call.pass);
  }

  function isOver(call) {
    return Number(call.expires) * 1000 <= Date.now();
  }

  // Those whom nobody has named are called by what they are.
  function caller(call, from, somebody) {
    const isKnown = /^npub1/.test(call.handle || "");
    return isKnown && call.callerName && call.callerName !== "Incoming call"
      ? from.replace("{0}", call.callerName)
      : somebody;
  }

  return {
    read: read,
    keep: keep,
    forget: forget,
    asDevice: asDevice,
    register: register,
    answer: (call) => take(call, "accept"),
    decline: (call) => take(call, "reject"),
    isOver: isOver,
    caller: caller
  };
}
