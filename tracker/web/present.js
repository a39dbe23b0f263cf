// 投影 is turned by keys, a clicker, touch, a click, or by itself; its screens stand in the page together.
//
// The address says which is shown (?step=3) and how fast they turn (?every=20): it survives a reload. Nothing
// is asked of the server to turn, so a lost connection stops no meeting. While 投影 is in sight the sign-in is
// told that somebody is there: else it ends by itself while a screen is talked about.
(() => {
  const PAGE = "/present", PACES = ["10", "20", "40", "60"];
  const AWAKE_MS = 45000, BAR_MS = 3000, SWIPE = 60;
  const KEYS = {
    ArrowRight: "on", ArrowDown: "on", PageDown: "on", " ": "on", ArrowLeft: "back", ArrowUp: "back",
    PageUp: "back", Home: "first", End: "last", Escape: "leave", f: "full", F: "full",
  };
  const root = document.documentElement;
  let turnedAt = Date.now(), toldAt = Date.now(), left = "", down = null, hiding;
  const isHere = () => location.pathname === PAGE;
  const screens = () => [...document.querySelectorAll(".stHtml .wall .screen")];
  const asked = (name) => new URLSearchParams(location.search).get(name) || "";
  const pace = () => PACES.includes(asked("every")) ? Number(asked("every")) : 0;

  const put = (name, text) => {
    const to = new URL(location.href);
    if (text) to.searchParams.set(name, text);
    else to.searchParams.delete(name);
    history.replaceState(history.state, "", to);
  };
  const place = (all) => Math.min(Math.max(parseInt(asked("step"), 10) || 1, 1), all.length);
  const show = () => {
    const all = screens(), step = place(all);
    all.forEach((screen, at) => screen.classList.toggle("shown", at + 1 === step));
    const choice = document.querySelector(".stHtml .wall-bar select");
    if (choice && choice !== document.activeElement) choice.value = pace() ? String(pace()) : "";
  };
  const anew = () => dispatchEvent(new PopStateEvent("popstate"));
  const leave = () => {
    const way = document.querySelector(".stHtml .wall-bar a");
    const to = sessionStorage.getItem("before-present") || (way && way.getAttribute("href"));
    if (document.fullscreenElement) document.exitFullscreen();
    if (!to) return;
    history.pushState(null, "", to);
    anew();
  };
  const full = () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
  const turn = (how) => {
    const all = screens(), step = place(all);
    if (how === "leave") return leave();
    if (how === "full") return full();
    const steps = { on: Math.min(step + 1, all.length), back: Math.max(step - 1, 1), first: 1, last: all.length };
    turnedAt = Date.now();
    put("step", String(steps[how]));
    show();
  };
  const bar = () => {
    root.classList.add("wall-touched");
    clearTimeout(hiding);
    hiding = setTimeout(() => root.classList.remove("wall-touched"), BAR_MS);
  };

  addEventListener("keydown", (event) => {
    const how = KEYS[event.key], field = event.target;
    if (!isHere() || !how || !screens().length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (field instanceof Element && field.matches("select, input, textarea")) return;
    if (event.key === " " && field instanceof Element && field.matches("button, a")) return;
    event.preventDefault();
    turn(how);
  });
  addEventListener("pointermove", (event) => isHere() && (event.movementX || event.movementY) && bar());
  addEventListener("pointerdown", (event) => { down = { x: event.clientX, type: event.pointerType }; }, true);
  addEventListener("pointerup", (event) => {
    const moved = down ? event.clientX - down.x : 0;
    if (!isHere() || !screens().length || Math.abs(moved) < SWIPE || event.pointerType !== "touch") return;
    turn(moved < 0 ? "on" : "back");
    down = null;  // no click follows from it
  }, true);
  addEventListener("click", (event) => {
    if (!isHere() || !(event.target instanceof Element)) return;
    const pressed = event.target.closest(".stHtml .wall-bar [data-turn]");
    if (pressed) {
      event.preventDefault();
      if (event.detail) pressed.blur();  // else the bar would stay, and the space bar press it again
      return turn(pressed.dataset.turn);
    }
    // Wherever: while the connection is lost Streamlit takes the page out of the pointer's reach.
    if (event.target.closest(".stHtml .wall-bar") || !screens().length || !down) return;
    if (down.type === "touch") bar();
    // A finger goes back on the left half; a mouse goes on wherever it is, as in every show.
    turn(down.type === "touch" && event.clientX < innerWidth / 2 ? "back" : "on");
  }, true);
  addEventListener("change", (event) => {
    if (!isHere() || !(event.target instanceof Element) || !event.target.matches(".stHtml .wall-bar select")) return;
    put("every", event.target.value);
    turnedAt = Date.now();
    event.target.blur();
  });

  setInterval(() => {
    if (!isHere()) {
      const seen = location.pathname + location.search;
      if (seen !== left) sessionStorage.setItem("before-present", left = seen);
      return;
    }
    const all = screens(), now = Date.now();
    if (!all.length) return;
    show();
    if (pace() && now - turnedAt >= pace() * 1000) {
      if (place(all) < all.length) return turn("on");
      turn("first");  // behind the last comes the first, with the figures as they are by then
      anew();
    }
    if (document.visibilityState === "visible" && now - toldAt >= AWAKE_MS) {
      toldAt = now;
      fetch(PAGE, { method: "HEAD" }).catch(() => {});
    }
  }, 250);
})();
