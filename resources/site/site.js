/* Comforts: the theme button, tables that sort and filter. Everything can be read without. */
"use strict";
(function () {
  const root = document.documentElement;

  function themeButton() {
    const button = document.querySelector("button.theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const current = () => root.dataset.theme || (dark.matches ? "dark" : "light");
    const say = () => button.setAttribute("aria-pressed", String(current() === "dark"));
    button.querySelector("span").textContent = "Dark theme";
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("fanwiki-theme", root.dataset.theme);
      } catch (error) {
        // The choice holds for this page alone.
      }
      say();
    });
    dark.addEventListener("change", say);
    say();
  }

  /* Heads of columns become buttons that sort. */
  function sortable(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const original = [...body.rows];
    heads.forEach((head, column) => {
      if (head.querySelector("a")) {
        return;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sorter";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.ariaSort || "none"];
        heads.forEach((each) => { each.ariaSort = null; });
        head.ariaSort = next === "none" ? null : next;
        const text = (row) => {
          const time = row.cells[column].querySelector("time");
          return time === null ? row.cells[column].textContent.trim() : time.dateTime;
        };
        const order = new Intl.Collator(undefined, { numeric: true });
        const sign = next === "descending" ? -1 : 1;
        const rows = next === "none" ? original : [...original].sort((a, b) => sign * order.compare(text(a), text(b)));
        body.append(...rows);
      });
    });
  }

  /* The word of a status, without its sign and its certainty. */
  function stateOf(chip) {
    if (chip === null) {
      return "";
    }
    const texts = [...chip.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    return texts.map((node) => node.data).join("").trim() || chip.textContent.trim();
  }

  /* Above a board, a button for each state that stands in its last column; the head count, where there is one. */
  function filterable(board) {
    const rows = [...board.querySelectorAll("tbody tr")];
    const state = (row) => stateOf(row.querySelector(".now .status"));
    const chips = new Map(rows.map((row) => [state(row), row.querySelector(".now .status")]).filter((each) => each[0] !== ""));
    if (chips.size < 2) {
      return;
    }
    const heads = document.querySelector(".wide .heads");
    const bar = document.createElement("div");
    bar.className = "filters";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Show only");
    const off = new Set();
    const count = document.createElement("span");
    count.className = "kind";
    count.setAttribute("role", "status");
    const apply = () => {
      rows.forEach((row) => { row.hidden = off.has(state(row)); });
      const there = rows.filter((row) => !row.hasAttribute("data-later"));
      count.textContent = off.size === 0 ? "" : `${there.filter((row) => !row.hidden).length} of ${there.length}`;
    };
    for (const [word, chip] of chips) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      const head = heads === null ? undefined : [...heads.children].find((each) => stateOf(each.querySelector(".status")) === word);
      if (head !== undefined) {
        button.append(...head.childNodes);
        head.append(button);
      } else {
        const sign = chip.querySelector(".icon");
        button.append(...(sign === null ? [] : [sign.cloneNode(true), " "]), word);
        bar.append(button);
      }
      button.addEventListener("click", () => {
        const on = off.delete(word);
        if (!on) {
          off.add(word);
        }
        button.setAttribute("aria-pressed", String(on));
        apply();
      });
    }
    if (bar.firstChild !== null) {
      const shown = document.createElement("span");
      shown.className = "kind";
      shown.textContent = "Shown:";
      bar.prepend(shown);
    }
    bar.append(count);
    board.before(bar);
    document.addEventListener("fanwiki-viewpoint", apply);
  }

  /* A veil lifts by a click or by the keyboard, and falls again. */
  function veils() {
    for (const veil of document.querySelectorAll(".veil")) {
      const toggle = () => veil.classList.toggle("lifted");
      veil.addEventListener("click", toggle);
      veil.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          toggle();
          event.preventDefault();
        }
      });
    }
  }

  /* Scripts that a page loads when it needs them, each once: the only thing that a page opened from a folder can load. */
  const loads = new Map();

  window.fanwikiLoad = (path) => {
    if (!loads.has(path)) {
      loads.set(path, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = (root.dataset.root || "") + path;
        script.addEventListener("load", done);
        script.addEventListener("error", failed);
        document.head.append(script);
      }));
    }
    return loads.get(path);
  };

  /* On a phone a board begins at its end, where it says how things stand now. */
  function toTheEnd(board) {
    if (matchMedia("(max-width: 46rem)").matches) {
      board.scrollLeft = board.scrollWidth;
    }
  }

  /* Where the menu is longer than the window, it begins at the page that one reads. */
  function toCurrent(menu) {
    const current = menu.querySelector("[aria-current]");
    if (current !== null && menu.scrollHeight > menu.clientHeight) {
      menu.scrollTop = current.offsetTop - menu.offsetTop - menu.clientHeight / 2;
    }
  }

  themeButton();
  toCurrent(document.querySelector(".side"));
  document.querySelectorAll(".data.board").forEach(filterable);
  document.querySelectorAll(".data.board").forEach(toTheEnd);
  document.querySelectorAll(".data.board table, .data.cast table, .data.episodes table, .data.claims table, .data.ties table, .data.fates table").forEach(sortable);
  veils();
})();
