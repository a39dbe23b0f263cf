// What is typed into the grid of 批量填报 is kept in this tab until it stands stored, and offered again where a
// restart, a lost sign-in or a crash took it (ui/tasks/unsaved.py).
//
// The grid is drawn, it has no fields: it tells of its cells by an event of ours (streamlit_words.py), at each key and
// once a cell came to hold something else, by typing, deleting or pasting.
(() => {
  const KEPT = "typed-cell:", LOOK_MS = 150, AGAIN_MS = 1000, EDITOR = "#portal";
  const own = new Set();  // cells that were typed in since the page was loaded or the server came back
  let opened = null, looking, isAway = false;

  const connected = () => document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState;
  const atRest = () => document.querySelector('[data-testid=stApp][data-test-script-state="notRunning"]');
  const told = () => {
    const marks = [".grid-rows", ".grid-now"].map((name) => document.querySelector(name));
    return marks.every(Boolean) && Object.assign({}, ...marks.map((each) => JSON.parse(each.dataset.told)));
  };
  const set = (key, kept) => {
    if (kept === null) sessionStorage.removeItem(KEPT + key);
    else sessionStorage.setItem(KEPT + key, kept);
  };
  const get = (key) => sessionStorage.getItem(KEPT + key);
  const lookIn = (milliseconds) => {
    clearTimeout(looking);
    looking = setTimeout(look, milliseconds);
  };

  addEventListener("grid-cell", (event) => {
    const [place, column, value, isTyping, shown] = event.detail, page = told();
    if (!page || !page.columns.includes(column)) return;
    const key = `${page.rows[place]} ${column}`, text = String(value ?? "");
    if (!opened || opened.key !== key) opened = { key, kept: get(key) };
    // Left as it was: what is kept of it, if anything, is on its way.
    const kept = text === String(shown ?? "") ? opened.kept : JSON.stringify([text, page.numbers[place], page.at]);
    if (!isTyping) opened = null;
    own.add(key);
    set(key, kept);
    lookIn(AGAIN_MS);  // it may be told after the run that stored it
  });
  addEventListener("keydown", (event) => {
    const inEditor = event.target instanceof Element && event.target.closest(EDITOR);
    if (event.key !== "Escape" || !inEditor || !opened) return;
    set(opened.key, opened.kept);
    opened = null;
  }, true);
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest(".st-key-sign-out button")) return;
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("typed")) sessionStorage.removeItem(key);
  }, true);

  // After each run: what is stored is kept no more; what this page never drew is offered.
  const look = () => {
    const page = told();
    if (!page || !atRest() || connected() !== "CONNECTED") return offer([]);
    const lost = [];
    let isWaiting = false;
    for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(KEPT))) {
      const key = name.slice(KEPT.length), [row, column] = key.split(" ");
      if (!page.rows.includes(row)) continue;
      const [text, number, at] = JSON.parse(get(key));
      const sum = Number(typedSum(text));
      const shown = page.shown[page.rows.indexOf(row)][page.columns.indexOf(column)];
      // What is typed now waits for its own answer; what was typed before may have arrived all the same.
      if (page.stored[key] === sum || (!own.has(key) && shown === sum)) set(key, null);
      else if (own.has(key)) isWaiting = true;
      else lost.push([row, column, text, number, at]);
    }
    if (isWaiting) lookIn(AGAIN_MS);  // a busy browser may draw what a run said after it has shown that it is over
    const place = ([row, column]) => page.rows.indexOf(row) * page.columns.length + page.columns.indexOf(column);
    offer(lost.sort((one, other) => place(one) - place(other)));
  };
  const restore = (lost) => {
    const field = document.querySelector('[class*="st-key-tasks-unsaved"] input');
    for (const [row, column] of lost) own.add(`${row} ${column}`);
    typedInto(field, JSON.stringify(lost));
  };
  const discard = (lost) => lost.forEach(([row, column]) => set(`${row} ${column}`, null));
  const offer = (lost) => {
    const shown = document.querySelector(".cells-offer"), names = JSON.stringify(lost), page = told();
    if (shown && shown.dataset.names === names) return;
    if (shown) shown.remove();
    if (!lost.length) return;
    const bar = document.createElement("div"), texts = lost.slice(0, 3).map(([, , text]) => text.slice(0, 12) || "—");
    bar.className = "stHtml typed-offer cells-offer";
    bar.dataset.names = names;
    bar.setAttribute("role", "alert");
    bar.append(page.offer.replace("{n}", lost.length), texts.join("、") + (lost.length > 3 ? "…" : ""));
    for (const [word, act] of [[page.restore, restore], [page.discard, discard]]) {
      const button = document.createElement("button");
      button.append(word);
      button.onclick = () => { act(lost); bar.remove(); };
      bar.append(button);
    }
    document.body.append(bar);
  };
  const lookSoon = () => {
    // A server that was started anew draws the grid from the drafts; one that was away a while has all cells.
    if (isAway && connected() === "CONNECTED") own.clear();
    isAway = connected() !== "CONNECTED";
    lookIn(LOOK_MS);
  };
  addEventListener("run-heard", lookSoon);  // together.js
  new MutationObserver(lookSoon).observe(document, {
    subtree: true,
    attributeFilter: ["data-test-script-state", "data-test-connection-state", "data-told"],
  });
})();
