// "复制": texts that stand on a page go into the clipboard at one click, also where it came over plain HTTP.
//
// A button of st.html says with data-copies which class holds the texts, and with data-copied what it says
// when they are taken. The clipboard's own interface is there under HTTPS and on localhost only.
(() => {
  const byHand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const isTaken = document.execCommand("copy");
    area.remove();
    return isTaken ? Promise.resolve() : Promise.reject();
  };
  addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(".stHtml [data-copies]");
    if (!button) return;
    const texts = [...document.getElementsByClassName(button.dataset.copies)].map((each) => each.textContent);
    const text = texts.join("\n\n");
    const taken = navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => byHand(text)) : byHand(text);
    taken.then(() => {
      const word = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = word; }, 2000);
    }, () => {});
  });
})();
