// A sign-in that ended turns its tabs to the next one (open_pages.py), but not a tab in which something is typed that
// is not stored: the keys that follow would go into the fields of the sign-in. Its words stay where they are until
// somebody has signed in beside them; loaded anew, the page puts back and stores what the tab kept (take_typed.js).
(() => {
  const ENDED = "note=ended", KEPT = /^typed(-cell)?:/, RETURNING = "typed-return", LATELY_MS = 3000;
  const FIELDS = "textarea, input, [data-testid=stDataFrame], #portal";
  const CHINESE = ["登录已失效，内容仍在本页。请在新标签页中", "重新登录", "，再回到本页点“继续”。", "继续"];
  const ENGLISH = ["Your sign-in has ended; what you typed is still here. Please ", "sign in",
    " in a new tab, then come back and press “Go on”.", "Go on"];
  let typedAt = -LATELY_MS;

  addEventListener("keydown", (event) => {
    if (event.target instanceof Element && event.target.closest(FIELDS)) typedAt = performance.now();
  }, true);

  const stay = () => {
    if (document.querySelector(".sign-in-ended")) return;
    const language = getComputedStyle(document.documentElement).getPropertyValue("--language").trim();
    const [before, signIn, after, again] = language === "en" ? ENGLISH : CHINESE;
    const bar = document.createElement("div"), words = document.createElement("span");
    const link = document.createElement("a"), button = document.createElement("button");
    bar.className = "stHtml sign-in-ended";
    bar.setAttribute("role", "alert");
    bar.dataset.reactAriaTopLayer = "true";  // else nobody can press it over a dialog that is open
    Object.assign(link, { href: "/login", target: "_blank", textContent: signIn });
    words.append(before, link, after);
    button.append(again);
    button.onclick = () => { sessionStorage.setItem(RETURNING, "1"); location.reload(); };
    bar.append(words, button);
    document.body.append(bar);
    (document.activeElement || bar).blur();  // what is typed from here on would be kept by nobody
  };
  // In place of Streamlit's own turning (streamlit_words.py).
  window.turnTo = (to) => {
    dispatchEvent(new Event("beforeunload"));  // what stands in a field is taken now (take_typed.js)
    const isTyping = performance.now() - typedAt < LATELY_MS;
    const waits = isTyping || Object.keys(sessionStorage).some((key) => KEPT.test(key));
    if (to.includes(ENDED) && waits) stay();
    else location.href = to;
  };
})();
