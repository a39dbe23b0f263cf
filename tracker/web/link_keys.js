// A link that names its keys (data-keys="Alt+ArrowDown") is followed by them, as by a click.
addEventListener("keydown", (event) => {
  if (!event.altKey || event.isComposing) return;
  const link = document.querySelector(`a[data-keys="Alt+${CSS.escape(event.key)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}, true);
