// What a run of a page says is drawn in one go, as the server sends it (batching.py).
//
// Each message comes by itself, and the browser drew the page between two of them, in which all elements were those
// of the run before. Here they wait for the run's end, though not longer than PAUSE_MS: a page that takes long is
// shown as it comes. Streamlit hands us what hears its messages (streamlit_words.py).
//
// A run that is short no more shows in data-test-script-state: "run-heard" tells of its end.
window.heardTogether = (hear) => {
  const PAUSE_MS = 30, waiting = [];
  let isRunning = false, later = 0, pages = {};
  const hearAll = () => {
    clearTimeout(later);
    later = 0;
    const heard = waiting.splice(0);
    heard.forEach(hear);
    if (heard.some((each) => each.type === "scriptFinished")) dispatchEvent(new Event("run-heard"));
  };
  // The doors are said anew by each run; as long as they are the same they stay what is drawn.
  const keep = (said) => {
    const now = JSON.stringify([said.appPages, said.sections]);
    if (pages.now === now) Object.assign(said, { appPages: pages.appPages, sections: pages.sections });
    else pages = { now, appPages: said.appPages, sections: said.sections };
  };
  return (message) => {
    if (message.navigation) keep(message.navigation);
    waiting.push(message);
    if (message.type === "newSession") isRunning = true;
    if (message.type === "scriptFinished") isRunning = false;
    if (!isRunning) hearAll();
    else later ||= setTimeout(hearAll, PAUSE_MS);
  };
};
