// On 新方案 what is looked at stands in the middle of its box: the number in the text, the row in its list.
addEventListener("load", () => {
  const LOOKED_AT = ".preparing-text mark, .preparing-list [aria-current], .preparing-outline [aria-current]";
  const BOX = ".preparing-text, .preparing-list, .preparing-outline";
  const seen = new WeakMap();  // element -> the address that it was shown for
  new MutationObserver(() => {
    if (location.pathname !== "/new-plan") return;
    for (const now of document.querySelectorAll(LOOKED_AT)) {
      const box = now.closest(BOX), address = location.search;
      if (seen.get(now) === address) continue;
      seen.set(now, address);
      const inside = now.getBoundingClientRect().top - box.getBoundingClientRect().top;
      if (inside < 0 || inside > box.clientHeight * 0.8) box.scrollTop += inside - box.clientHeight / 2;
    }
  }).observe(document.body, { childList: true, subtree: true });
});
