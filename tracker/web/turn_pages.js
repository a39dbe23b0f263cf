// A link to another page of ours turns the page within the tab, as Streamlit's own navigation does.
//
// Left to the browser it would load everything anew: a second instead of the blink of a page that is run.
// Streamlit opens whatever address the browser comes back to; so the address is put there, and it is told.
(() => {
  const PAGE = /^\/[a-z_]+$/;
  const turns = (link, event) =>
    link && !event.defaultPrevented && event.button === 0 &&
    !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) &&
    !link.target && !link.hasAttribute("download") && link.origin === location.origin && !link.hash &&
    PAGE.test(link.pathname) && !/^\/(login|logout|healthz)$/.test(link.pathname) &&
    // On the same page what is chosen there would stand against what the link asks for.
    link.pathname !== location.pathname;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".stApp a[href]");
    if (!turns(link, event)) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });
})();
