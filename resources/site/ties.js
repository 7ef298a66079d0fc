/* Above the table of relationships, the drawing that graph.js makes of it: all it knows it reads from the table's rows.
   Filters hide rows, and with them what is drawn. */
"use strict";
(function () {
  const table = document.querySelector(".data.ties");
  const rows = [...table.querySelectorAll("tbody tr")];
  const WHO = 0;
  const LABEL = 1;
  const WHOM = 2;

  function stateOf(chip) {
    if (chip === null) {
      return { icon: "", sign: "", word: "" };
    }
    const icon = chip.querySelector(".icon");
    const word = chip.textContent.replace(icon.textContent, "").trim().replace(/\s+/g, " ");
    return { icon: icon.dataset.icon, sign: icon.textContent, word };
  }

  function nodeOf(cell) {
    const link = cell.querySelector("a");
    const href = link.getAttribute("href");
    return { id: href, title: link.textContent, href, kind: link.dataset.kind, ...stateOf(cell.querySelector(".status")) };
  }

  function networkOf(shown) {
    const nodes = new Map();
    const ties = shown.map((row) => {
      const [source, target] = [nodeOf(row.cells[WHO]), nodeOf(row.cells[WHOM])];
      nodes.set(source.id, source);
      nodes.set(target.id, target);
      return {
        id: `tie ${rows.indexOf(row)}`,
        source: source.id,
        target: target.id,
        label: row.cells[LABEL].textContent,
        mutual: row.dataset.tie === "mutual",
        member: row.dataset.tie === "member",
        ended: row.querySelector(".over:not([data-later])") !== null,
      };
    });
    return { nodes: [...nodes.values()], ties };
  }

  function field(tag, label) {
    const made = document.createElement(tag);
    made.setAttribute("aria-label", label);
    return made;
  }

  function button(text, label, act) {
    const made = field("button", label);
    made.type = "button";
    made.textContent = text;
    made.title = label;
    made.addEventListener("click", act);
    return made;
  }

  const frame = document.createElement("div");
  frame.className = "graph";
  frame.setAttribute("aria-hidden", "true");
  const legend = document.createElement("p");
  legend.className = "kind legend";
  legend.textContent = "An arrow leads from who is something to whom. Thin lines: members. Dashed: over. A click opens the page.";
  const bar = document.createElement("div");
  bar.className = "filters";
  table.before(bar, frame, legend);

  // The wheel scrolls the page; with Ctrl it zooms the drawing.
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) {
      event.stopImmediatePropagation();
    }
  }, { capture: true });

  const drawing = fanwikiGraph.make(frame);
  const name = field("input", "Filter by name");
  name.type = "search";
  name.placeholder = "Filter by name";
  const kind = field("select", "Filter by kind of relationship");
  const labels = rows.filter((row) => row.dataset.tie !== "member").map((row) => row.cells[LABEL].textContent);
  kind.append(new Option("Any relationship", ""), ...[...new Set(labels)].sort().map((label) => new Option(label, label)));
  if (rows.some((row) => row.dataset.tie === "member")) {
    kind.append(new Option("membership", "\0member"));
  }
  const count = document.createElement("span");
  count.className = "kind";
  count.setAttribute("role", "status");

  const isWanted = (row) =>
    !row.hasAttribute("data-later") &&
    (kind.value === "" || (row.dataset.tie === "member" ? kind.value === "\0member" : kind.value === row.cells[LABEL].textContent)) &&
    [WHO, WHOM].some((cell) => row.cells[cell].querySelector("a").textContent.toLowerCase().includes(name.value.trim().toLowerCase()));

  function apply() {
    rows.forEach((row) => { row.hidden = !isWanted(row); });
    const shown = rows.filter((row) => !row.hidden);
    const there = rows.filter((row) => !row.hasAttribute("data-later"));
    count.textContent = shown.length === there.length ? "" : `${shown.length} of ${there.length}`;
    drawing.show(networkOf(shown), { whole: true });
  }

  name.addEventListener("input", apply);
  kind.addEventListener("change", apply);
  bar.append(
    name,
    kind,
    count,
    button("+", "Zoom in", () => { drawing.zoom(1.3); }),
    button("−", "Zoom out", () => { drawing.zoom(1 / 1.3); }),
    button("Whole", "Whole drawing", () => { drawing.fit(); }),
  );
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    drawing.mark(row === null ? "" : `tie ${rows.indexOf(row)}`);
  });
  document.addEventListener("fanwiki-viewpoint", apply);
  apply();
  globalThis.fanwikiDrawing = drawing;
})();
