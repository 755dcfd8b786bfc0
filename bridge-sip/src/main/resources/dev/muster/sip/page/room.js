// Everybody in one room, by one connection with the bridge.
(function () {
  "use strict";

  var ASKING = 2000;
  var PATIENCE = 15000;
  // A connection that broke often comes back by itself; after that long we help.
  var WAITING = 3000;
  // And so long what we did may take to help.
  var HEALING = 6000;
  // So long we try before we say that it is no use.
  var GIVING_UP = 60000;

  var page = document.getElementById("page");
  var base = page.getAttribute("data-room");
  var pass = location.hash.slice(1);
  var key = "";
  var peer = null;
  var microphone = null;
  var asking = null;
  var healing = null;
  var mending = null;
  var returning = null;
  var looking = null;
  var brokenSince = 0;
  var seen = 0;
  var leads = false;
  var isMuted = false;
  var mutesUnderWay = 0;
  var mutesAnswered = 0;
  var shownPeople = "";

  function element(id) {
    return document.getElementById(id);
  }

  function say(word) {
    var found = document.querySelector('[data-say="' + word + '"]');
    return (found || document.querySelector('[data-say="network"]')).textContent;
  }

  function show(id) {
    ["outside", "inside", "closed"].forEach(function (each) {
      element(each).hidden = each !== id;
    });
  }

  function line(word) {
    var text = element("line").getAttribute("data-" + word);
    if (element("line").textContent !== text) element("line").textContent = text;
  }

  function trouble(word) {
    var text = word ? say(word) : "";
    if (element("trouble").textContent !== text) element("trouble").textContent = text;
  }

  // Where there is no storage, one types one's name again.
  function remembered(name) {
    try {
      if (name !== undefined) localStorage.setItem("name", name);
      return localStorage.getItem("name") || "";
    } catch (e) {
      return "";
    }
  }

  function post(verb, what) {
    var given = new AbortController();
    var late = setTimeout(function () { given.abort(); }, PATIENCE);
    return fetch(base + "/" + verb, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(what),
      signal: given.signal
    }).then(function (answer) {
      return answer.json().then(function (said) {
        return { isGood: answer.ok, said: said };
      });
    }).finally(function () {
      clearTimeout(late);
    });
  }

  function close(why, starts) {
    // Who waits until it opens isn't called back to it each time we look.
    var isNews = element("closed").hidden || element("why").textContent !== say(why);
    stop();
    trouble("");
    element("why").textContent = say(why);
    element("starts").textContent = starts
      ? page.getAttribute("data-starts") + " " + new Date(1000 * starts).toLocaleString(document.documentElement.lang)
      : "";
    element("back").hidden = why === "unknown" || why === "over";
    show("closed");
    if (isNews) element("why").focus();
  }

  function stand() {
    clearInterval(asking);
    clearInterval(healing);
    clearTimeout(returning);
    asking = healing = returning = null;
    key = "";
    if (peer) peer.close();
    peer = null;
  }

  function stop() {
    stand();
    brokenSince = 0;
    isMuted = false;
    if (microphone) microphone.getTracks().forEach(function (track) { track.stop(); });
    microphone = null;
  }

  // ---- the door

  // What is answered late, to who has come or gone meanwhile, counts no more.
  function knock() {
    var mine = microphone;
    if (!pass) {
      close("unknown");
      return Promise.resolve(null);
    }
    return post("door", { pass: pass }).then(function (answer) {
      if (mine !== microphone) return null;
      if (answer.said.problem === "stopping") {
        trouble("network");
        return null;
      }
      if (!answer.isGood) {
        close(answer.said.problem, answer.said.starts);
        return null;
      }
      element("title").textContent = document.title = answer.said.title || element("title").textContent;
      leads = answer.said.leads;
      return answer.said;
    }, function () {
      if (mine === microphone) trouble("network");
      return null;
    });
  }

  function open() {
    knock().then(function (door) {
      if (!door) {
        // Nobody is told that it is open: we look.
        clearTimeout(looking);
        if (pass && !element("closed").hidden) looking = setTimeout(lookAgain, 10000);
        return;
      }
      trouble("");
      show("outside");
    });
  }

  function lookAgain() {
    if (element("closed").hidden || element("starts").textContent === "") return;
    open();
  }

  function join() {
    var button = element("enter");
    button.disabled = true;
    trouble("");
    remembered(element("name").value);
    var door = null;
    knock().then(function (found) {
      if (!found) throw { word: "" };
      door = found;
      if (!navigator.mediaDevices || !window.RTCPeerConnection) throw { word: "misfit" };
      return navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
      }).catch(function () {
        throw { word: "microphone" };
      });
    }).then(function (stream) {
      microphone = stream;
      return sit(door);
    }).then(function () {
      if (key) element("in").focus();
    }).catch(function (problem) {
      stop();
      if (problem.word !== "") trouble(problem.word || "network");
    }).then(function () {
      button.disabled = false;
    });
  }

  // ---- in the room

  function sit(door) {
    var offered = connect(door.iceServers);
    var mine = peer;
    var wasMuted;
    return offered.then(function (offer) {
      wasMuted = isMuted;
      return post("enter", { pass: pass, name: element("name").value, sdp: offer, muted: wasMuted });
    }).then(function (answer) {
      if (mine !== peer) {
        // They have left meanwhile.
        if (answer.isGood) goodbye(answer.said.key);
        return;
      }
      if (!answer.isGood) {
        var why = answer.said.problem;
        // Who comes back tries again: the bridge may be about to end, and seats of others may not be free yet.
        if (why === "stopping" || (why === "full" && brokenSince)) throw { word: "network" };
        close(why, answer.said.starts);
        return;
      }
      key = answer.said.key;
      if (isMuted !== wasMuted) tellMute().catch(ignore);
      return peer.setRemoteDescription({ type: "answer", sdp: answer.said.sdp }).then(function () {
        if (mine === peer) enter();
      });
    });
  }

  function connect(iceServers) {
    peer = new RTCPeerConnection({ iceServers: iceServers });
    microphone.getTracks().forEach(function (track) {
      peer.addTrack(track, microphone);
    });
    peer.ontrack = function (event) {
      element("voices").srcObject = event.streams[0] || new MediaStream([event.track]);
      play();
    };
    peer.onconnectionstatechange = watch;
    return describe();
  }

  // We are found by the bridge's address alone, so nothing waits for ours.
  function describe() {
    var mine = peer;
    return mine.createOffer().then(function (offer) {
      return mine.setLocalDescription(offer);
    }).then(function () {
      return mine.localDescription.sdp;
    });
  }

  // Some browsers play nothing before somebody has touched the page since.
  function play() {
    element("voices").play().then(function () {
      element("play").hidden = true;
    }, function () {
      element("play").hidden = false;
    });
  }

  function enter() {
    seen = Date.now();
    line(brokenSince ? "again" : "connecting");
    show("inside");
    showMute();
    watch();
    ask();
    asking = setInterval(ask, ASKING);
  }

  function watch() {
    if (!peer) return;
    var state = peer.connectionState;
    if (state === "connected") {
      line("connected");
      clearInterval(healing);
      healing = null;
      brokenSince = 0;
    } else if ((state === "disconnected" || state === "failed") && key && !healing) {
      line("again");
      brokenSince = brokenSince || Date.now();
      healing = setInterval(heal, WAITING);
    }
  }

  // From another network: the same leg, the same seat. One at a time.
  function heal() {
    if (!peer || !key || mending === peer) return;
    if (Date.now() - brokenSince > GIVING_UP) {
      close("lost");
      return;
    }
    var mine = peer;
    mending = mine;
    post("door", { pass: pass }).then(function (door) {
      // A relay's ticket counts for some minutes only.
      if (mine === peer && door.isGood) mine.setConfiguration({ iceServers: door.said.iceServers });
    }).catch(function () {
      // Whoever is in needs no door: their key counts, also when their pass doesn't any more.
    }).then(function () {
      return mine === peer && move(mine);
    }).then(function (hasMoved) {
      setTimeout(function () { isMended(mine); }, hasMoved ? HEALING : 0);
    }, function () {
      // No network yet. We try again.
      isMended(mine);
    });
  }

  // Answers whether the bridge knows now where we are.
  function move(mine) {
    mine.restartIce();
    return describe().then(function (offer) {
      return post("again", { key: key, sdp: offer });
    }).then(function (answer) {
      if (mine !== peer) return false;
      if (!answer.isGood) {
        isOut(answer.said);
        return false;
      }
      return mine.setRemoteDescription({ type: "answer", sdp: answer.said.sdp }).then(function () { return true; });
    });
  }

  function isMended(mine) {
    if (mending === mine) mending = null;
  }

  // Who was given up, or was there before the bridge was started again, comes back; who was shown out doesn't.
  function isOut(said) {
    if (said.problem !== "left" && said.problem !== "forgotten") {
      close(said.problem);
      return;
    }
    brokenSince = brokenSince || Date.now();
    // Who leads may have muted us, and we heard nothing of it.
    if (said.muted) isMuted = true;
    showMute();
    comeBack();
  }

  // With the microphone that is open already, and no less muted than before. Who slept for hours isn't heard unasked.
  function comeBack() {
    stand();
    if (Date.now() - Math.min(brokenSince, seen) > GIVING_UP) {
      close("lost");
      return;
    }
    line("again");
    var mine = microphone;
    // It may be about to start.
    function tryAgain() {
      if (microphone === mine) returning = setTimeout(comeBack, WAITING);
    }
    knock().then(function (door) {
      if (microphone !== mine) return;
      return door ? sit(door) : tryAgain();
    }).catch(tryAgain);
  }

  function ask() {
    var mine = key;
    var before = mutesAnswered;
    post("who", { key: mine }).then(function (answer) {
      if (!key || mine !== key) return;
      if (!answer.isGood) {
        isOut(answer.said);
        return;
      }
      seen = Date.now();
      trouble("");
      // What was asked before the bridge knew what we have just said is old.
      if (mutesUnderWay || mutesAnswered !== before) return;
      agree(answer.said);
      showPeople(answer.said);
    }, function () {
      if (key && mine === key) trouble("network");
    });
  }

  // The bridge may mute us, but who wants to be silent is: nobody is heard again but by their own click.
  function agree(who) {
    who.members.forEach(function (member) {
      if (member.id !== who.id || member.muted === isMuted) return;
      if (isMuted) {
        tellMute().catch(ignore);
        return;
      }
      isMuted = true;
      showMute();
    });
  }

  function showPeople(who) {
    var now = JSON.stringify(who);
    if (now === shownPeople) return;
    shownPeople = now;
    element("title").textContent = document.title = who.title || document.title;
    var list = element("people");
    list.textContent = "";
    who.members.forEach(function (member) {
      list.appendChild(person(member, member.id === who.id));
    });
  }

  function person(member, isMe) {
    var item = document.createElement("li");
    item.setAttribute("data-id", member.id);
    var name = document.createElement("span");
    name.className = "name";
    name.textContent = member.name || page.getAttribute("data-guest");
    item.appendChild(name);
    var state = [];
    if (isMe) state.push("you");
    if (member.telephone) state.push("phone");
    if (member.leads) state.push("leads");
    if (member.muted) state.push("muted");
    var told = document.createElement("span");
    told.className = "state";
    told.textContent = state.map(function (word) { return page.getAttribute("data-" + word); }).join(", ");
    item.appendChild(told);
    if (leads && !isMe) {
      if (!member.muted) item.appendChild(button("mute", member, name.textContent));
      item.appendChild(button("remove", member, name.textContent));
    }
    return item;
  }

  function button(verb, member, name) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = page.getAttribute("data-" + verb);
    made.setAttribute("aria-label", made.textContent + ": " + name);
    made.addEventListener("click", function () {
      post(verb, { key: key, who: member.id, muted: true }).then(ask, ask);
    });
    return made;
  }

  // Also here, so that nothing leaves this machine while one is muted.
  function showMute() {
    var mute = element("mute");
    mute.setAttribute("aria-pressed", isMuted ? "true" : "false");
    mute.textContent = mute.getAttribute(isMuted ? "data-unmute" : "data-mute");
    if (microphone) microphone.getTracks().forEach(function (track) { track.enabled = !isMuted; });
  }

  function tellMute() {
    mutesUnderWay++;
    return post("mute", { key: key, muted: isMuted }).finally(function () {
      mutesUnderWay--;
      mutesAnswered++;
    });
  }

  function goodbye(to) {
    post("leave", { key: to }).catch(ignore);
  }

  // What was missed is made up for when we ask next, or by the bridge.
  function ignore() {}

  function sayGoodbye() {
    if (key && navigator.sendBeacon) navigator.sendBeacon(base + "/leave", JSON.stringify({ key: key }));
  }

  function listen() {
    element("name").value = remembered();
    element("join").addEventListener("submit", function (event) {
      event.preventDefault();
      join();
    });
    element("mute").addEventListener("click", function () {
      isMuted = !isMuted;
      showMute();
      // Who is on the way back says it when they are there.
      if (key) tellMute().then(ask, ask);
    });
    element("play").addEventListener("click", play);
    element("leave").addEventListener("click", function () {
      if (key) goodbye(key);
      close("left");
    });
    element("back").addEventListener("click", open);
    window.addEventListener("pagehide", sayGoodbye);
    window.addEventListener("online", function () {
      if (healing) heal();
    });
    window.addEventListener("hashchange", function () { location.reload(); });
    // A pass doesn't leave with a link to another language: it is put behind it here.
    [].forEach.call(document.querySelectorAll(".languages a"), function (link) {
      link.href = link.getAttribute("href") + "#" + pass;
    });
  }

  listen();
  open();
})();
