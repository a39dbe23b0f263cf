// 复制图片: a list or a chart as a picture, with its title and what the data are, for a message or a report.
//
// The button stands at the name of each section and at each chart, and is seen when it is hovered over or has the
// focus. A list is drawn through a foreignObject of SVG, which no style sheet of the page reaches: the rules that
// hold are put in with it. A chart is SVG already. Where the clipboard takes no pictures (plain HTTP, older
// browsers) a file is saved instead. Safari lets nobody read such a drawing: 没有成功.
(() => {
  const CHINESE = ["复制图片", "已复制", "已保存为文件", "没有成功"];
  const ENGLISH = ["Copy picture", "Copied", "Saved as a file", "Failed"];
  const HEADS = ".stHtml .section", CHARTS = "[data-testid=stPlotlyChart]", NOT_READ = ".copy,.choice,a.go";
  const EDGE = 16, LINE = 22, SHARPER = 2;

  // In the language of the person (ui/parts/style.py).
  const word = (at) => (token("--language") === "en" ? ENGLISH : CHINESE)[at];
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // The rules of our sheets and of plain elements, as far as they hold on this screen: a picture is narrower.
  const rules = (list, isOurs) => [...list].map((rule) => {
    if (rule instanceof CSSMediaRule) return matchMedia(rule.media.mediaText).matches ? rules(rule.cssRules, isOurs) : "";
    if (!(rule instanceof CSSStyleRule)) return "";
    return isOurs || !/[.#[]/.test(rule.selectorText) ? rule.cssText : "";
  }).join("\n");
  const sheets = () => [...document.styleSheets].map((each) => {
    const text = each.ownerNode ? each.ownerNode.textContent : "";
    try { return rules(each.cssRules, /\.stHtml|--paper/.test(text)); } catch (_foreign) { return ""; }
  }).join("\n");

  const fonts = (look) => `${look} ${getComputedStyle(document.body).fontFamily}`;
  // What the data are, in as many lines as the width needs.
  const told = (width) => {
    const brush = document.createElement("canvas").getContext("2d"), lines = [];
    brush.font = fonts("12px");
    for (const each of document.querySelectorAll(".st-key-head .plan, .st-key-head .demo, .stHtml .data-line>span")) {
      if (each.querySelector("a") || !each.innerText.trim()) continue;
      const longer = lines.length ? `${lines[lines.length - 1]}　${each.innerText.trim()}` : "";
      if (longer && brush.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(each.innerText.trim());
    }
    return lines;
  };
  const image = (svg) => new Promise((done, failed) => {
    const made = new Image();
    made.onload = () => done(made);
    made.onerror = failed;
    made.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  });
  const canvas = (width, height) => {
    const made = document.createElement("canvas"), brush = made.getContext("2d");
    made.width = (width + 2 * EDGE) * SHARPER;
    made.height = (height + 2 * EDGE) * SHARPER;
    brush.scale(SHARPER, SHARPER);
    brush.fillStyle = token("--paper");
    brush.fillRect(0, 0, made.width, made.height);
    return [made, brush];
  };
  const write = (brush, text, top, look, colour) => {
    brush.font = fonts(look);
    brush.fillStyle = token(colour);
    brush.textBaseline = "top";
    brush.fillText(text, EDGE, EDGE + top);
  };
  const png = (made) => new Promise((done, failed) =>
    made.toBlob((picture) => picture ? done(picture) : failed(new Error("empty")), "image/png"));

  // A section: its name and what follows, up to the next name.
  const ofList = async (head) => {
    const box = head.getBoundingClientRect(), style = getComputedStyle(head.closest(".stHtml"));
    let bottom = box.bottom, holder = document.createDocumentFragment();
    holder.append(head.cloneNode(true));
    for (let next = head.nextElementSibling; next && !next.matches(".section"); next = next.nextElementSibling) {
      holder.append(next.cloneNode(true));
      bottom = Math.max(bottom, next.getBoundingClientRect().bottom);
    }
    // The places that it stands in, for rules that name them; without what they do to their own shape.
    for (let outer = head.parentElement; outer && !outer.matches(".stHtml"); outer = outer.parentElement) {
      const shell = document.createElement("div");
      shell.className = outer.className;
      shell.style.cssText = "all:unset;display:block";
      shell.append(holder);
      holder = shell;
    }
    const page = document.createElement("div");
    page.className = "stHtml";
    page.style.cssText = `width:${box.width}px;font-size:${style.fontSize};line-height:${style.lineHeight}`;
    page.style.fontFamily = style.fontFamily;
    page.append(document.createElement("style"), holder);
    page.firstChild.textContent = sheets();
    holder = page;
    holder.querySelectorAll(NOT_READ).forEach((each) => each.remove());
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const inside = document.createElementNS("http://www.w3.org/2000/svg", "foreignObject");
    const width = Math.ceil(box.width), height = Math.ceil(bottom - box.top);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.style.fontSize = getComputedStyle(document.documentElement).fontSize;  // what rem is measured in
    inside.setAttribute("width", "100%");
    inside.setAttribute("height", "100%");
    inside.append(holder);
    svg.append(inside);
    const lines = told(width), [made, brush] = canvas(width, height + 10 + LINE * lines.length);
    brush.drawImage(await image(svg), EDGE, EDGE);
    lines.forEach((line, at) => write(brush, line, height + 10 + at * LINE, "12px", "--muted"));
    return png(made);
  };
  const ofChart = async (chart) => {
    const drawing = chart.querySelector(".js-plotly-plot"), box = drawing.getBoundingClientRect();
    const width = Math.ceil(box.width), height = Math.ceil(box.height) + LINE, lines = told(width);
    const [made, brush] = canvas(width, height + 6 + LINE * lines.length);
    for (const layer of drawing.querySelectorAll("svg.main-svg")) {
      const place = layer.getBoundingClientRect();
      brush.drawImage(await image(layer), EDGE + place.left - box.left, EDGE + LINE + place.top - box.top);
    }
    write(brush, titleOf(chart), 0, "600 16px", "--ink");
    lines.forEach((line, at) => write(brush, line, height + 6 + at * LINE, "12px", "--muted"));
    return png(made);
  };
  // Of a chart: the last heading before it.
  const titleOf = (chart) => [...document.querySelectorAll("h1,h2,h3")].filter(
    (each) => each.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING,
  ).map((each) => each.innerText.trim()).pop() || document.title;

  const hand = async (picture, title) => {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
      return word(1);
    } catch (_refused) {  // no clipboard, no leave, or no pictures there
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture);
      link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, "")}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      return word(2);
    }
  };
  const button = (draw, title) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = word(0);
    made.addEventListener("click", async () => {
      made.disabled = true;
      made.textContent = await draw().then((picture) => hand(picture, title())).catch(() => word(3));
      setTimeout(() => { made.disabled = false; made.textContent = word(0); }, 2000);
    });
    return made;
  };
  setInterval(() => {
    for (const title of document.querySelectorAll(`${HEADS}>h2`)) {
      const head = title.parentElement;
      if (head.nextElementSibling && !head.querySelector(".copy")) {
        title.after(button(() => ofList(head), () => title.innerText));
      }
    }
    for (const chart of document.querySelectorAll(CHARTS)) {
      if (chart.querySelector(".main-svg") && !chart.querySelector(".copy")) {
        chart.append(button(() => ofChart(chart), () => titleOf(chart)));
      }
    }
  }, 700);
})();
