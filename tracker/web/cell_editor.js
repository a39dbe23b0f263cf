// The cell editor of a grid arrives with the grid: loaded at the first edit, it loses its first digits. It brings the
// whole grid along (0.3 MB), so that pages without one do not ask for it. EDITORS is put in by assets.py; the scripts'
// address differs by language.
(() => {
  const editors = EDITORS;
  const watch = new MutationObserver(() => {
    if (!document.querySelector("[data-testid=stDataFrame]")) return;
    watch.disconnect();
    for (const file of editors) {
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.crossOrigin = "";
      link.href = new URL(file, document.querySelector('script[type=module]').src).href;
      document.head.append(link);
    }
  });
  watch.observe(document, {childList: true, subtree: true});
})();
