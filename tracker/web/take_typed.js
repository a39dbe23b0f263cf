// What is typed is taken, all of it.
//
// Streamlit takes a text area's words only when it is left. Here they are taken after a pause as well, so
// that a closed browser loses no draft, and before a shortcut (Alt+…), which moves on without leaving it.
(() => {
  const PAUSE_MS = 800;
  const AREA = ".stTextArea textarea";
  const FIELD = AREA + ", .stTextInput input";
  let waiting;
  const take = (field) => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  const takeSoon = (event) => {
    const field = event.target;
    clearTimeout(waiting);
    // While an input method composes, what stands in the field is not yet what is meant.
    if (event.isComposing || !(field instanceof Element) || !field.matches(AREA)) return;
    waiting = setTimeout(() => field.isConnected && take(field), PAUSE_MS);
  };
  addEventListener("input", takeSoon, true);
  addEventListener("compositionend", takeSoon, true);
  addEventListener("keydown", (event) => {
    const field = document.activeElement;
    if (event.altKey && !event.isComposing && field && field.matches(FIELD)) take(field);
  }, true);
  // The grid's cell editor is made ready before the first edit, which would lose its first digits.
  addEventListener("load", () => setTimeout(() => {
    for (const link of document.querySelectorAll('link[rel="modulepreload"][href*="overlay-editor"]')) {
      import(link.href);
    }
  }, 1500));
})();
