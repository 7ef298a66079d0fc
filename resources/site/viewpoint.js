/* "I have seen up to …": hides what a reader has not reached, in a bundle that holds everything. A comfort and no lock:
   the text is in the files. Elements say from where on they are seen (data-from: "0:7" is the seventh episode of the
   first show, "x" the end of all, a blank joins what must all be seen, a bar what either will do); pages and the states of characters are in points.js. */
"use strict";
(function () {
  const root = document.documentElement;
  const points = window.fanwikiPoints;
  const KEY = `fanwiki-seen-${points.wiki}`;
  const here = root.dataset.page;
  const home = new URL(root.dataset.root || ".", location.href).href;
  const article = document.querySelector(".page-body");
  const links = [...document.querySelectorAll("main a[href], aside a[href]")].map((link) => ({ link, page: pageOf(link.href), href: link.getAttribute("href") }));
  const chips = [...document.querySelectorAll("main .status")]
    .filter((chip) => chip.closest(".timeline, .heads, .fates") === null)
    .map((chip) => ({ chip, page: subjectOf(chip), nodes: [...chip.childNodes], colour: chip.dataset.colour, rest: restOf(chip) }));
  const boards = [...document.querySelectorAll(".data.board table")].map(boardOf);
  const all = points.shows.map((show) => show.episodes.length);
  let reach = remembered();

  function pageOf(href) {
    return href.startsWith(home) ? href.slice(home.length).replace(/#.*$/, "") : "";
  }

  /* --- what the reader has seen --- */

  function remembered() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (Array.isArray(kept) && kept.length === all.length && kept.every(Number.isInteger)) {
        return kept;
      }
    } catch (error) {
      // Nothing is remembered here: the safest is taken.
    }
    return null;
  }

  function remember() {
    try {
      localStorage.setItem(KEY, JSON.stringify(reach));
    } catch (error) {
      // It holds for this page alone.
    }
  }

  const reached = (show) => (reach === null ? 0 : reach[show]);
  const everything = () => all.every((count, show) => reached(show) >= count);

  function sees(from) {
    if (!from || everything()) {
      return true;
    }
    return from.split("|").some((way) => way.split(" ").every((each) => {
      const [show, place] = each.split(":").map(Number);
      return each !== "x" && place <= reached(show);
    }));
  }

  const seesPage = (page) => sees(points.pages[page]);

  /* --- hiding --- */

  /* Whatever hides is asked anew each time: what one of them hides, no other brings back. */
  function hide(element, later) {
    if (later) {
      element.setAttribute("data-later", "");
    }
  }

  const isLater = (element) => element.closest("[data-later]") !== null;

  /* A link to a page that is not there yet takes its row or its place in a list with it; in a text it is plain. */
  function applyLink({ link, page, href }) {
    if (points.pages[page] === undefined) {
      return;
    }
    const later = !seesPage(page);
    const item = link.closest("li, .neighbours a, .backlinks li");
    const cell = link.closest(".data td, .data th");
    if (link.closest("thead") !== null) {
      return;
    }
    if (cell !== null && item === null) {
      hide(cell.tagName === "TH" || cell.closest(".ties") !== null ? cell.parentElement : link, later);
    } else if (link.closest(".neighbours, .to-graph") !== null) {
      hide(link, later);
    } else if (item !== null && item.querySelector("a") === link && item.closest(".content > ul, .content > ol, .reveal > ul") === null) {
      hide(item, later);
    } else if (item !== null && item.closest(".members, .cards, .inline") !== null) {
      hide(item, later);
    } else if (later) {
      link.removeAttribute("href");
    } else {
      link.setAttribute("href", href);
    }
  }

  /* Whom the sign of a state is about: the page its cell, line or card leads to, else this page. */
  function subjectOf(chip) {
    for (const around of ["td, th", ".status-line", "li", "tr"]) {
      const box = chip.closest(around);
      const link = box === null ? null : box.querySelector("a[href]");
      const page = link === null ? "" : pageOf(link.href);
      if (points.status[page] !== undefined) {
        return page;
      }
    }
    return here;
  }

  function restOf(chip) {
    if (chip.closest(".status-line") === null) {
      return [];
    }
    const nodes = [];
    for (let node = chip.nextSibling; node !== null; node = node.nextSibling) {
      nodes.push(node);
    }
    return nodes;
  }

  const lastOf = (events, holds) => [...(events || [])].reverse().find((event) => sees(event[0]) && holds(event)) || null;

  function applyChip({ chip, page, nodes, colour, rest }) {
    const events = points.status[page] || [];
    const event = lastOf(events, () => true);
    const whole = everything();
    if (whole || events.length === 0) {
      chip.replaceChildren(...nodes);
      chip.toggleAttribute("data-colour", false);
      if (colour !== undefined) {
        chip.dataset.colour = colour;
      }
    } else {
      paint(chip, event);
    }
    rest.forEach((node) => { node.remove(); });
    if (whole) {
      chip.after(...rest);
    }
  }

  function paint(chip, event) {
    chip.removeAttribute("data-colour");
    if (event === null) {
      chip.replaceChildren("not known");
      return;
    }
    const [word, , , colour] = points.states[event[3]];
    if (colour) {
      chip.dataset.colour = colour;
    }
    chip.replaceChildren(signOf(event), " ", word);
    if (event[4] !== "confirmed") {
      const certainty = document.createElement("span");
      certainty.className = "certainty";
      certainty.textContent = `(${event[4]})`;
      chip.append(" ", certainty);
    }
  }

  function signOf(event) {
    const [, sign, name] = points.states[event[3]];
    const icon = document.createElement("span");
    icon.className = "icon";
    icon.dataset.icon = name;
    icon.setAttribute("aria-hidden", "true");
    icon.textContent = sign;
    return icon;
  }

  /* --- the board: later columns go, cells say what was known by now --- */

  function boardOf(table) {
    const columns = [...table.tHead.rows[0].cells].map((cell) => {
      const link = cell.querySelector("a");
      return { cell, from: link === null ? "" : points.pages[pageOf(link.href)] || "" };
    });
    const rows = [...table.tBodies[0].rows].map((row) => {
      const link = row.cells[0].querySelector("a");
      const cells = [...row.cells].map((cell) => ({ cell, nodes: [...cell.childNodes], colour: cell.dataset.colour, title: cell.title }));
      return { cells, page: link === null ? "" : pageOf(link.href) };
    });
    return { columns, rows };
  }

  function applyBoard({ columns, rows }) {
    columns.forEach(({ cell, from }) => { hide(cell, !sees(from)); });
    for (const { cells, page } of rows) {
      cells.forEach((each, column) => {
        const { from } = columns[column];
        if (!from) {
          return;
        }
        hide(each.cell, !sees(from));
        applyCell(each, points.status[page] || [], from);
      });
    }
  }

  function applyCell({ cell, nodes, colour, title }, events, from) {
    const [show, place] = from.split(" ").pop().split(":").map(Number);
    cell.removeAttribute("data-colour");
    if (everything()) {
      cell.replaceChildren(...nodes);
      cell.title = title;
      if (colour !== undefined) {
        cell.dataset.colour = colour;
      }
      return;
    }
    const event = lastOf(events, (each) => each[1] < 0 || (each[1] === show && each[2] <= place));
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = event === null ? "not known" : points.states[event[3]][0];
    cell.title = event === null ? "" : word.textContent;
    cell.replaceChildren(...(event === null ? [] : [signOf(event)]), word);
    if (event !== null && points.states[event[3]][3]) {
      cell.dataset.colour = points.states[event[3]][3];
    }
  }

  /* How many are in each state, of those on the page; not said where the page shows only some of them. */
  function applyHeads(heads) {
    const around = heads.closest(".show, .page-body");
    const rows = [...around.querySelectorAll(".board tbody tr, .cards.characters li")].filter((each) => !isLater(each));
    const partial = around.querySelector("[data-more]") !== null && !everything();
    const words = rows.map((row) => wordOf(row.querySelector(".now .status, .status")));
    hide(heads, partial);
    for (const head of heads.children) {
      const count = words.filter((word) => word === wordOf(head.querySelector(".status"))).length;
      hide(head, !everything() && count === 0);
      head.querySelector("strong").textContent = everything() ? head.dataset.count : String(count);
    }
  }

  function wordOf(chip) {
    return chip === null ? "" : [...chip.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
  }

  /* --- prose, headings, the page itself --- */

  const OF_DATA = ".page-head, .data, .reveal, .embed, .later-note, .timeline, .to-graph, [id^='data.']";

  function applyProse() {
    const from = article === null ? undefined : article.dataset.proseFrom;
    if (from === undefined) {
      return;
    }
    for (const child of article.children) {
      if (!child.matches(OF_DATA)) {
        hide(child, !sees(from));
      }
    }
  }

  /* A heading or a letter below which nothing is left goes as well, and what leads to it. */
  function applyEmpty() {
    for (const picture of document.querySelectorAll(".pictures > li")) {
      const places = [...picture.querySelectorAll(".inline li")];
      hide(picture, !everything() && places.every(isLater));
    }
    for (const tags of document.querySelectorAll(".tags")) {
      hide(tags, [...tags.querySelectorAll("li")].every(isLater));
    }
    for (const list of document.querySelectorAll("main :is(ul.members, ul.changes, ol.timeline, ul.cards, ul.names)")) {
      // One status alone stands in the box already.
      const least = list.matches(".timeline") ? 2 : 1;
      const empty = [...list.children].filter((item) => !item.hasAttribute("data-later")).length < least;
      hide(list, empty);
      const heading = list.previousElementSibling;
      if (heading !== null && heading.tagName === "H2") {
        hide(heading, empty);
      }
    }
    for (const box of document.querySelectorAll("main .data:not(.board, .infobox)")) {
      const rows = [...box.querySelectorAll("tbody tr")];
      const empty = rows.length > 0 && rows.every((row) => row.hasAttribute("data-later"));
      const heading = box.previousElementSibling;
      hide(box, empty);
      if (heading !== null && heading.matches("h2[id^='data.']")) {
        hide(heading, empty);
      }
    }
    for (const link of document.querySelectorAll(".contents a, .letters a")) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      hide(link.parentElement, target !== null && isLater(target));
    }
  }

  const note = document.createElement("div");
  note.className = "later-note content";
  const title = document.createElement("h1");
  title.textContent = "Not yet";
  const reason = document.createElement("p");
  reason.textContent = "This page is about something you have not seen yet. It is kept back until you say that you have.";
  note.append(title, reason);

  function applyPage() {
    const later = !seesPage(here);
    root.toggleAttribute("data-later-page", later);
    document.title = later ? root.dataset.wiki : root.dataset.title;
    note.remove();
    if (later) {
      document.querySelector("main").prepend(note);
    }
  }

  function apply() {
    const whole = everything();
    root.toggleAttribute("data-partly", !whole);
    document.querySelectorAll("[data-later]").forEach((each) => { each.removeAttribute("data-later"); });
    document.querySelectorAll("[data-until]").forEach((each) => { each.hidden = sees(each.dataset.until); });
    document.querySelectorAll("[data-from]").forEach((each) => { hide(each, !sees(each.dataset.from)); });
    applyProse();
    links.forEach(applyLink);
    chips.forEach(applyChip);
    boards.forEach(applyBoard);
    document.querySelectorAll("ul.heads").forEach(applyHeads);
    applyEmpty();
    applyPage();
    root.removeAttribute("data-waiting");
    document.dispatchEvent(new CustomEvent("fanwiki-viewpoint"));
  }

  /* --- the control --- */

  function control() {
    const bar = document.querySelector(".viewpoint");
    const first = bar.querySelector(".first");
    const fields = bar.querySelector(".fields");
    points.shows.forEach((show, number) => {
      if (show.episodes.length === 0) {
        return;
      }
      const select = document.createElement("select");
      select.id = `seen-${number}`;
      select.append(new Option("nothing yet", "0"), ...show.episodes.map((name, place) => new Option(name, String(place + 1))));
      select.options[show.episodes.length].textContent += ", all there is";
      select.value = String(reached(number));
      const label = document.createElement("label");
      label.htmlFor = select.id;
      label.textContent = points.shows.length > 1 ? show.title : "I have seen up to";
      select.addEventListener("change", () => {
        reach = points.shows.map((_, each) => (each === number ? Number(select.value) : reached(each)));
        first.hidden = true;
        remember();
        apply();
      });
      fields.append(label, select);
    });
    if (points.shows.length > 1) {
      fields.prepend("I have seen up to");
    }
    first.hidden = reach !== null;
    bar.hidden = false;
  }

  control();
  apply();
  window.fanwikiViewpoint = { sees };
})();
