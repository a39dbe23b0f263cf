// A link of ours opens its page without loading everything anew, and keys that it names (data-keys) open it too.
//
// Links inside st.html are plain ones, which the browser would follow by loading Streamlit again. Streamlit
// listens to the browser's history: an address that is put there is drawn, with its parameters, over the
// connection that stands. Files, signing out and everything that is opened elsewhere stay plain links.
(() => {
  const OURS = ".stHtml a[href^='/']";
  const PAGE = /^\/[a-z-]+$/;
  const NO_PAGES = ["/login", "/logout", "/healthz", "/readyz", "/metrics"];
  addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(OURS);
    const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    if (!PAGE.test(link.pathname) || NO_PAGES.includes(link.pathname)) return;
    event.preventDefault();
    const isOtherPage = link.pathname !== location.pathname;
    history.pushState(null, "", link.pathname + link.search + link.hash);
    dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector("[data-testid=stMain]");
    if (isOtherPage && main) main.scrollTo(0, 0);
  });
  addEventListener("keydown", (event) => {
    if (!event.altKey || event.isComposing) return;
    const link = document.querySelector(`.stHtml a[data-keys="Alt+${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  }, true);
})();
