// Evidence is shown in the page, below its name: a click on 预览 opens it there, another closes it.
//
// Streamlit's own frames are sandboxed, in which Chromium shows no PDF; the answer brings a sandbox of its own.
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".stHtml a.preview") : null;
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const place = link.closest(".document").querySelector(".preview-place");
  const isOpen = place.childElementCount > 0;
  link.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) return place.replaceChildren();
  const shown = document.createElement(link.classList.contains("of-picture") ? "img" : "iframe");
  shown.src = link.href;
  shown[shown instanceof HTMLImageElement ? "alt" : "title"] = link.getAttribute("aria-label");
  place.replaceChildren(shown);
}, true);
