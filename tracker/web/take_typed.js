// What is typed is taken, all of it; until it is stored the tab keeps it too.
//
// Streamlit takes a text area's words only when it is left. Here they are taken after a pause, after two seconds
// without one, and before whatever turns to another page, which is held until they are stored: Streamlit drops what
// a page had just sent when the next one is asked for. Forms whose texts are stored while they are typed say which
// stand stored (ui/parts/typed.py); the others of their texts are kept in this tab (sessionStorage) under the
// field's key, which names the person, and offered again where a restart, a lost sign-in or a crash took them.
(() => {
  const PAUSE_MS = 800, LONGEST_MS = 2000, HELD_MS = 2500, LOOK_MS = 150, ANSWER_MS = 3000;
  const AREA = ".stTextArea textarea", FIELD = AREA + ", .stTextInput input";
  const MARKS = ".typed-marks", GRID = "[data-testid=stDataFrame], #portal";
  const KEPT = "typed:", RETURNING = "typed-return";
  const since = new Map();  // field -> when it was first typed in after it was last taken
  const own = new Set();  // names of the fields that were typed in since the page was loaded, or a button pressed
  const taken = new Map(), pushed = new Map();  // name -> when it was last taken; what was sent once more
  const untold = new Set();  // fields that were typed in and not left since, or left while the server was away
  let waiting, looking, inGrid = 0, passing = false, isAway = false;

  const nameOf = (field) => {
    const place = field.closest('[class*="st-key-"]');
    return place ? /st-key-([\w-]+)/.exec(place.className)[1] : "";
  };
  const fieldOf = (name) => document.querySelector(`.st-key-${CSS.escape(name)} :is(textarea, input)`);
  const keptOf = (name) => sessionStorage.getItem(KEPT + name);
  const drop = (name) => sessionStorage.removeItem(KEPT + name);
  const sum = (text) => {  // Adler-32 of the UTF-8, as zlib counts it
    let a = 1, b = 0;
    for (const byte of new TextEncoder().encode(text)) { a = (a + byte) % 65521; b = (b + a) % 65521; }
    return String(b * 65536 + a);
  };
  window.typedSum = sum;  // for grid_typed.js, and typedInto
  // name -> the sum of what is stored, "" where what was sent is not; "~" and the sum of what was sent last, where
  // a text is stored by a button alone
  const marked = () => {
    const sums = new Map();
    for (const each of document.querySelectorAll(MARKS)) {
      for (const pair of (each.dataset.stored || "").split(" ").filter(Boolean)) sums.set(...pair.split(":"));
    }
    return sums;
  };
  const unstored = () => [...marked()].filter(([name, stored]) => {
    const kept = keptOf(name);
    return kept !== null && sum(kept) !== stored && !stored.startsWith("~");
  }).map(([name]) => name);

  const take = (field) => {
    since.delete(field);
    taken.set(nameOf(field), Date.now());
    if (field.isConnected) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };
  const takeAll = () => [...since.keys()].forEach(take);
  const isConnected = () => Boolean(document.querySelector('[data-test-connection-state="CONNECTED"]'));

  const typed = (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(FIELD)) return;
    untold.add(field);
    const name = nameOf(field), isMarked = marked().has(name);
    if (isMarked) { sessionStorage.setItem(KEPT + name, field.value); own.add(name); }
    if (!isMarked && !field.matches(AREA)) return;
    if (!since.has(field)) since.set(field, Date.now());
    clearTimeout(waiting);
    // While an input method composes, what stands in the field is not yet what is meant.
    if (event.isComposing) return;
    const longest = since.get(field) + LONGEST_MS - Date.now();
    waiting = setTimeout(takeAll, Math.max(0, Math.min(PAUSE_MS, longest)));
  };
  addEventListener("input", typed, true);
  addEventListener("compositionend", typed, true);
  addEventListener("focusout", (event) => {
    since.delete(event.target);
    // A field that is locked because the line has gone was not left, though the line still counts as there.
    if (isConnected() && !event.target.disabled) untold.delete(event.target);
  }, true);
  // What moves on without leaving the field: a shortcut with Alt, a decision with Ctrl+Enter.
  addEventListener("keydown", (event) => {
    // A key that is held down presses once: else it would decide on the next item, which nobody has seen.
    if (event.repeat && (event.altKey || event.ctrlKey) && event.key === "Enter") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const field = document.activeElement;
    const moves = event.altKey || (event.ctrlKey && event.key === "Enter");
    if (moves && !event.isComposing && field && field.matches(FIELD)) take(field);
    if (event.target instanceof Element && event.target.closest(GRID)) inGrid = Date.now();
  }, true);
  for (const leaving of ["visibilitychange", "pagehide", "beforeunload"]) addEventListener(leaving, takeAll, true);

  // Another page is turned to once everything is stored; where the server is away, after a while all the same.
  const whenStored = (go) => {
    const isGrid = Date.now() - inGrid < 1000;
    if (!since.size && !isGrid && !unstored().length) return false;
    takeAll();
    const start = Date.now();
    const running = () => !document.querySelector('[data-testid=stApp][data-test-script-state="notRunning"]');
    const again = () => {
      const waited = Date.now() - start;  // a grid sends its edit 150 ms after it was made
      const isOver = waited >= (isGrid ? 400 : 100) && !running() && !unstored().length;
      if (!isOver && waited < HELD_MS) return setTimeout(again, 50);
      look();
      passing = true;
      go();
      passing = false;
    };
    setTimeout(again, 50);
    return true;
  };
  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  addEventListener("click", (event) => {
    if (passing || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = event.target instanceof Element ? event.target : document.body;
    const button = at.closest("button");
    if (button) {
      const theirs = /st-key-([\w-]+)-adopt/.exec((button.closest('[class*="-adopt"]') || button).className);
      if (theirs) drop(theirs[1]);
      own.clear();
      untold.forEach(take);  // a button that is clicked has left them, unless they were locked meanwhile
      untold.clear();
    }
    const link = at.closest("a[href]");
    if (!link || link.target === "_blank" || link.hasAttribute("download")) return;
    const go = () => {
      const same = [...document.querySelectorAll("a[href]")].find((each) => each.href === link.href);
      (link.isConnected ? link : same || document.createElement("a")).click();
    };
    if (whenStored(go)) stop(event);
  }, true);
  addEventListener("popstate", (event) => {
    if (!passing && whenStored(() => dispatchEvent(new PopStateEvent("popstate", { state: event.state })))) {
      event.stopImmediatePropagation();
    }
  }, true);

  // After each run: what is stored is kept no more; what the field has lost is put back, or offered.
  const type = (field, words) => {
    const prototype = Object.getPrototypeOf(field);
    for (const text of [`${words} `, words]) {  // what is the same as before would not be sent
      Object.getOwnPropertyDescriptor(prototype, "value").set.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    setTimeout(() => take(field));
  };
  window.typedInto = type;
  const put = (name) => type(fieldOf(name), keptOf(name));
  // What was sent while the server was away never arrived: it is sent once more.
  const push = (name, kept) => {
    // Sent already, it waits for its answer, which a busy browser may draw after the run is shown to be over.
    if (pushed.get(name) === kept) { looking = setTimeout(look, ANSWER_MS); return; }
    const left = (taken.get(name) || 0) + ANSWER_MS - Date.now();
    if (left > 0) { looking = setTimeout(look, left); return; }
    pushed.set(name, kept);
    put(name);
  };
  const look = () => {
    const lost = [];
    clearTimeout(looking);
    for (const [name, stored] of marked()) {
      const kept = keptOf(name), field = fieldOf(name);
      if (kept === null) continue;
      if (!kept || sum(kept) === stored.replace("~", "")) drop(name);
      else if (!field || field.disabled) looking = setTimeout(look, 2 * LOOK_MS);  // its script is on its way
      else if (since.has(field)) continue;
      else if (field.value === kept) push(name, kept);
      else if (own.has(name)) put(name);  // a restarted server knows the draft alone
      else lost.push(name);
    }
    if (lost.length && sessionStorage.getItem(RETURNING)) {
      sessionStorage.removeItem(RETURNING);
      lost.splice(0).forEach(put);
    }
    offer(lost);
  };
  const offer = (lost) => {
    const shown = document.querySelector(".typed-offer"), names = lost.join(" ");
    if (shown && shown.dataset.names === names) return;
    if (shown) shown.remove();
    if (!lost.length) return;
    const bar = document.createElement("div"), words = document.querySelector(MARKS).dataset;
    bar.className = "stHtml typed-offer";
    bar.dataset.names = names;
    bar.setAttribute("role", "alert");
    bar.append(words.offer);
    for (const [word, act] of [[words.restore, put], [words.discard, drop]]) {
      const button = document.createElement("button");
      button.append(word);
      button.onclick = () => { lost.forEach(act); bar.remove(); };
      bar.append(button);
    }
    document.body.append(bar);
  };
  // Streamlit tells a server that is there again what it had told before; what was typed last it has not taken.
  const tellAgain = () => {
    if (isAway && isConnected()) untold.forEach((field) => field.isConnected && type(field, field.value));
    isAway = !isConnected();
  };
  const lookSoon = () => {
    tellAgain();
    clearTimeout(looking);
    looking = setTimeout(look, LOOK_MS);
  };
  addEventListener("run-heard", lookSoon);  // together.js
  new MutationObserver(lookSoon).observe(document, {
    subtree: true,
    attributeFilter: ["data-test-script-state", "data-test-connection-state", "data-stored"],
  });
})();
