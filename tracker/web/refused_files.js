// Files that are too large never reach the server: the uploader alone knows them, and forgets them when it is made
// anew for those that were taken beside them. They are named here, in the place that the form has for it
// (ui/entry/files.py), as are those that the server did not take because too much waits (uploads.py,
// streamlit_words.py); all other refusals are the page's.
(() => {
  const UPLOADER = "[data-testid=stFileUploader]", PLACE = ".refused-files";
  const refuse = (event) => {
    const uploader = event.target instanceof Element && event.target.closest(UPLOADER);
    const place = uploader && document.querySelector(PLACE);
    const files = event.dataTransfer ? event.dataTransfer.files : event.target.files;
    if (!place || !files) return;
    const large = [...files].filter((file) => file.size > Number(place.dataset.most));
    place.replaceChildren(...large.map((file) => {
      const line = document.createElement("div"), size = Math.ceil(file.size * 10 / 2 ** 20) / 10;
      line.append(place.dataset.sentence.replace("{size}", `${size} MB`).replace("{name}", () => file.name));
      return line;
    }));
  };
  addEventListener("change", refuse, true);
  addEventListener("drop", refuse, true);
  addEventListener("upload-refused", ({ detail: [name, sentence] }) => {
    const place = document.querySelector(PLACE), line = document.createElement("div");
    if (!place || !name) return;
    line.append(place.dataset.refused.replace("{sentence}", () => sentence).replace("{name}", () => name));
    place.append(line);
  });
})();
