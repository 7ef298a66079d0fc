/* Comforts: the theme button, the search by title, tables that sort and filter. Everything can be read without. */
"use strict";
(function () {
  const root = document.documentElement;
  const base = root.dataset.root || "";

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

  /* The key by which names are compared: without case, marks, spaces and hyphens. */
  function key(text) {
    return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "");
  }

  function finder() {
    const box = document.querySelector(".finder");
    const input = box.querySelector("input");
    const list = box.querySelector("ul");
    let titles = null;
    let asked = false;

    function load() {
      if (asked) {
        return;
      }
      asked = true;
      const script = document.createElement("script");
      script.src = base + "assets/titles.js";
      script.addEventListener("load", () => {
        titles = window.fanwikiTitles.map((each) => ({ text: each[0], href: each[1], kind: each[2], of: each[3], key: key(each[0]) }));
        show();
      });
      document.head.append(script);
    }

    function rank(each, wanted) {
      if (each.key === wanted) {
        return 0;
      }
      if (each.key.startsWith(wanted)) {
        return 1;
      }
      const words = each.text.split(/[\s-]+/).some((word) => key(word).startsWith(wanted));
      return words ? 2 : 3;
    }

    function show() {
      const wanted = key(input.value);
      list.replaceChildren();
      list.hidden = wanted === "" || titles === null;
      if (list.hidden) {
        return;
      }
      const found = titles
        .filter((each) => each.key.includes(wanted))
        .sort((a, b) => rank(a, wanted) - rank(b, wanted) || a.text.localeCompare(b.text))
        .slice(0, 12);
      for (const each of found) {
        const link = document.createElement("a");
        link.href = base + each.href;
        link.textContent = each.text;
        const note = document.createElement("span");
        note.className = "kind";
        note.textContent = each.of || each.kind;
        link.append(" ", note);
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
      if (found.length === 0) {
        const item = document.createElement("li");
        item.className = "nothing";
        item.textContent = "No page has this in its title.";
        list.append(item);
      }
    }

    function move(event) {
      const links = [...list.querySelectorAll("a")];
      const place = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        list.hidden = true;
        input.focus();
      } else if (event.key === "Enter" && document.activeElement === input && links.length > 0) {
        links[0].click();
      } else if (event.key === "ArrowDown" && place + 1 < links.length) {
        links[place + 1].focus();
        event.preventDefault();
      } else if (event.key === "ArrowUp") {
        (place > 0 ? links[place - 1] : input).focus();
        event.preventDefault();
      }
    }

    box.hidden = false;
    input.addEventListener("focus", load);
    input.addEventListener("input", () => { load(); show(); });
    box.addEventListener("keydown", move);
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target)) {
        list.hidden = true;
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
        input.focus();
        event.preventDefault();
      }
    });
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
        const text = (row) => row.cells[column].textContent.trim();
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
      count.textContent = off.size === 0 ? "" : rows.filter((row) => !row.hidden).length + " of " + rows.length;
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
    bar.append(count);
    board.before(bar);
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

  themeButton();
  finder();
  document.querySelectorAll(".data.board").forEach(filterable);
  document.querySelectorAll(".data.board table, .data.cast table, .data.episodes table, .data.claims table, .data.ties table").forEach(sortable);
  veils();
})();
