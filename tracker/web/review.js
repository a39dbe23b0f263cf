// What the page of review does by itself.
//
// Evidence is shown below its name: a click on 预览 opens it there, another closes it. Streamlit's own frames
// are sandboxed, and Chromium shows no PDF in such; the answer brings a sandbox of its own.
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".stHtml a.preview") : null;
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = link.closest(".document").querySelector(".preview-place");
  const isOpen = place.childElementCount > 0;
  link.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) return place.replaceChildren();
  const shown = document.createElement(link.classList.contains("of-picture") ? "img" : "iframe");
  shown[shown instanceof HTMLImageElement ? "alt" : "title"] = link.getAttribute("aria-label");
  shown.src = link.href;
  place.replaceChildren(shown);
}, true);

// What is open stays in sight in the queue, also where keys go through it, and a new one is read from its top.
addEventListener("load", () => {
  let open;
  new MutationObserver(() => {
    const now = location.pathname === "/review" ? document.querySelector(".queue a[aria-current]") : null;
    if (now === open) return;
    if (now && open && now.href !== open.href) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    open = now;
    const list = now?.closest(".st-key-review-queue");
    if (!list || now.offsetTop >= list.scrollTop && now.offsetTop + now.offsetHeight <= list.scrollTop + list.clientHeight) return;
    list.scrollTop = now.offsetTop - list.clientHeight / 2;
  }).observe(document.body, { childList: true, subtree: true });
});
