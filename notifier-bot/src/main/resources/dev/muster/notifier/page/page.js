// For old telephones too: no modules, and nothing newer than ECMAScript 5.
(function () {
  "use strict";

  var HEARTBEAT = 30 * 1000;
  var PATIENCE = 20 * 1000;
  // How often somebody who waits looks whether it is open: while there is time, and when it should be.
  var LOOKING = 30 * 1000;
  var SOON = 5 * 1000;
  // Everybody waits for the same moment; they need not all come back within the same one.
  var SPREAD = 3 * 1000;
  // When somebody who only listens is told how long it still takes, in minutes.
  var TOLD = [10, 5, 1];

  var page = document.getElementById("page");
  var phase = page.getAttribute("data-phase");
  var path = location.pathname;
  var token = fromQuery("t");
  var loaded = Date.now();

  function element(id) {
    return document.getElementById(id);
  }

  function fromQuery(name) {
    var found = new RegExp("[?&]" + name + "=([^&]*)").exec(location.search);
    // Nothing that we ask for has a character that would have to be encoded.
    return found && /^[\w.~-]*$/.test(found[1]) ? found[1] : "";
  }

  // Where there is no storage, a reload forgets that we're in; nothing else is lost.
  var memory = {
    read: function () {
      try {
        return JSON.parse(sessionStorage.getItem(path)) || {};
      } catch (e) {
        return {};
      }
    },
    write: function (joined) {
      try {
        if (joined) sessionStorage.setItem(path, JSON.stringify(joined));
        else sessionStorage.removeItem(path);
      } catch (e) {
        return;
      }
    }
  };

  function address(withToken) {
    var language = fromQuery("lang");
    var query = [];
    if (withToken) query.push("t=" + encodeURIComponent(token));
    if (language) query.push("lang=" + encodeURIComponent(language));
    return path + (query.length ? "?" + query.join("&") : "");
  }

  function again() {
    location.replace(address(true));
  }

  // ---- time

  function remaining(name) {
    return parseInt(page.getAttribute("data-" + name), 10) - Math.floor((Date.now() - loaded) / 1000);
  }

  function unit(name, one, two) {
    return page.getAttribute("data-" + name).replace("{0}", one).replace("{1}", two);
  }

  // As the server writes it; only that the last hour is counted in seconds.
  function span(seconds, withSeconds) {
    if (withSeconds && seconds < 3600) return unit("minutes-seconds", Math.floor(seconds / 60), seconds % 60);
    var minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return unit("minutes", minutes);
    var hours = Math.floor(minutes / 60);
    if (hours < 24) return unit("hours", hours, minutes % 60);
    return unit("days", Math.floor(hours / 24), hours % 24);
  }

  function show(id, text) {
    if (element(id).textContent !== text) element(id).textContent = text;
  }

  var told = Infinity;

  function tell(seconds, text) {
    var minutes = Math.ceil(seconds / 60);
    if (told === Infinity) told = minutes;
    if (minutes < told && TOLD.indexOf(minutes) >= 0) show("said", text);
    told = Math.min(told, minutes);
  }

  function countDown() {
    var time = element("time");
    var seconds = remaining("opens");
    if (seconds <= 0) {
      show("time", time.getAttribute("data-soon"));
      return;
    }
    var pattern = time.getAttribute("data-opens");
    show("time", pattern.replace("{0}", span(seconds, true)));
    tell(seconds, pattern.replace("{0}", span(seconds, false)));
  }

  // Whoever leads it may let people in before or after its time. Asked without a reload, which a screen reader would
  // read out each time.
  function lookAgain() {
    var request = new XMLHttpRequest();
    request.open("GET", address(true));
    request.timeout = PATIENCE;
    request.onload = function () {
      if (request.status >= 500 || request.status === 429) waitForDoor();
      else if (request.responseText.indexOf('data-phase="early"') < 0) openDoor();
      else waitForDoor();
    };
    request.onerror = request.ontimeout = waitForDoor;
    request.send();
  }

  function waitForDoor() {
    var seconds = remaining("opens");
    var pause = seconds > 0 ? Math.min(LOOKING, seconds * 1000) : SOON;
    setTimeout(lookAgain, pause + Math.random() * SPREAD);
  }

  function openDoor() {
    show("said", element("said").getAttribute("data-open"));
    again();
  }

  function showTimeLeft() {
    var time = element("time");
    var starts = remaining("starts");
    var ends = remaining("ends");
    if (starts > 0) show("time", time.getAttribute("data-starts").replace("{0}", span(starts, false)));
    else if (ends > 0) show("time", time.getAttribute("data-ends").replace("{0}", span(ends, false)));
    else if (!room) {
      clearInterval(ticking);
      setTimeout(again, Math.random() * SPREAD);
    }
  }

  function showVisitorsTime() {
    var when = element("when");
    if (!when) return;
    var starts = new Date(1000 * when.getAttribute("data-starts"));
    var ends = new Date(1000 * when.getAttribute("data-ends"));
    if (-starts.getTimezoneOffset() === parseInt(when.getAttribute("data-offset"), 10)) return;
    var language = document.documentElement.lang;
    var day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    var hour = { hour: "numeric", minute: "2-digit" };
    try {
      var first = starts.toLocaleDateString(language, day);
      var last = ends.toLocaleDateString(language, day);
      element("yours").querySelector("dd").textContent = first + ", " + starts.toLocaleTimeString(language, hour)
        + "\u00a0– " + (first === last ? "" : last + ", ") + ends.toLocaleTimeString(language, hour);
      element("yours").hidden = false;
    } catch (e) {
      // A browser without languages: the session's own time is on the page.
      return;
    }
  }

  // ---- joining and staying

  var room = "";
  var beating = null;
  var isLeaving = false;

  function post(verb, answered, failed) {
    var request = new XMLHttpRequest();
    request.open("POST", path + "/" + verb);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.setRequestHeader("Accept", "application/json");
    request.timeout = PATIENCE;
    request.onload = function () {
      var said = null;
      try {
        said = JSON.parse(request.responseText);
      } catch (e) {
        said = null;
      }
      answered(request.status, said);
    };
    request.onerror = request.ontimeout = failed;
    request.send("t=" + encodeURIComponent(token));
  }

  function trouble() {
    show("trouble", element("trouble").getAttribute("data-text"));
  }

  function enter(tab) {
    post("join", function (status, said) {
      if (status === 200 && said && /^https?:/.test(said.room)) {
        if (said.counted) {
          if (tab) tab.close();
          location.assign(said.room);
          return;
        }
        memory.write({ token: token, room: said.room });
        if (tab) tab.location.replace(said.room);
        stay(said.room, !tab);
        return;
      }
      if (tab) tab.close();
      element("join").querySelector("button").disabled = false;
      if (status >= 500) trouble();
      else again();
    }, function () {
      if (tab) tab.close();
      element("join").querySelector("button").disabled = false;
      trouble();
    });
  }

  function stay(where, isBlocked) {
    room = where;
    isLeaving = false;
    var link = element("room");
    link.href = where;
    if (!isBlocked) link.textContent = link.getAttribute("data-again");
    element("opened").hidden = isBlocked;
    element("blocked").hidden = !isBlocked;
    element("outside").hidden = true;
    element("inside").hidden = false;
    show("trouble", "");
    element("in").focus();
    if (beating === null) beating = setInterval(beat, HEARTBEAT);
    beat();
  }

  function beat() {
    // Who takes no cookie is in the room all the same, but can't be told from somebody else who has the link.
    if (!room || isLeaving || !navigator.cookieEnabled) return;
    post("here", function (status, said) {
      if (status !== 200 || !said || isLeaving) return;
      if (said.there) {
        // From here on the page keeps the token itself; over a shoulder or in a screenshot there is none to be seen.
        if (fromQuery("t") && history.replaceState && memory.read().token) history.replaceState(null, "", address(false));
        return;
      }
      stop();
      again();
    }, function () {
      // The next one may get through.
    });
  }

  function stop() {
    clearInterval(beating);
    beating = null;
    room = "";
    memory.write(null);
  }

  function sayGoodbye() {
    if (!room) return;
    isLeaving = true;
    var said = "t=" + encodeURIComponent(token);
    if (navigator.sendBeacon && window.Blob) {
      navigator.sendBeacon(path + "/leave", new Blob([said], { type: "application/x-www-form-urlencoded" }));
      return;
    }
    var request = new XMLHttpRequest();
    request.open("POST", path + "/leave", false);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.send(said);
  }

  function comeBack() {
    if (document.hidden || !room) return;
    isLeaving = false;
    beat();
  }

  function listen() {
    element("join").addEventListener("submit", function (event) {
      event.preventDefault();
      element("join").querySelector("button").disabled = true;
      show("trouble", "");
      // Only now, within the click, may a page open a window; where it leads is known a moment later.
      // A room that counts itself who is there needs no page beside it.
      var opened = page.getAttribute("data-counted") === "room" ? null : window.open("about:blank");
      if (opened) opened.opener = null;
      enter(opened);
    });
    element("leave").addEventListener("click", function () {
      sayGoodbye();
      stop();
      element("inside").hidden = true;
      element("gone").hidden = false;
      element("out").focus();
    });
    element("back").addEventListener("click", again);
    window.addEventListener("pagehide", sayGoodbye);
    window.addEventListener("pageshow", comeBack);
    document.addEventListener("visibilitychange", comeBack);
  }

  var ticking = null;
  var before = memory.read();

  if (!token && before.token) {
    // A reload, after the token was taken out of the address.
    token = before.token;
    again();
    return;
  }
  showVisitorsTime();
  if (phase === "early") {
    ticking = setInterval(countDown, 1000);
    countDown();
    waitForDoor();
  }
  if (phase === "open") {
    ticking = setInterval(showTimeLeft, 1000);
    showTimeLeft();
    listen();
    if (before.room && before.token === token) stay(before.room, false);
  }
  if (phase === "closed") memory.write(null);
})();
