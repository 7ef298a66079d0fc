// Runs in a world of its own, apart from the page, in which nothing of the page can run.
// It does to the DOM what markup/live.py has worked out, and keeps what the reader looks at where it is.
//
// The blocks stand in chunks, so that Chromium lays out those that are in view and no others. A block knows how many
// source lines it takes, a chunk how many its blocks take together: nothing needs renumbering when lines are added.
globalThis.fanwiki = (() => {
  "use strict";
  const FULL = 40;
  const body = document.getElementById("blocks");
  const root = document.scrollingElement;

  const height = () => Math.max(root.scrollHeight, 1);
  const reach = () => Math.max(height() - window.innerHeight, 0);

  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };

  const block = ({ lines, html }) => {
    const element = document.createElement("div");
    element.className = "block";
    element.lines = lines;
    element.append(made(html));
    return element;
  };

  // --- chunks

  const newChunk = (before) => {
    const chunk = document.createElement("div");
    chunk.className = "chunk";
    chunk.lines = 0;
    body.insertBefore(chunk, before);
    return chunk;
  };

  // The chunk and the place in it of the block `index`, or of the end.
  const find = (index) => {
    let rest = index;
    for (const chunk of body.children) {
      const count = chunk.childElementCount;
      if (rest < count || (rest === count && chunk === body.lastElementChild)) return { chunk, rest };
      rest -= count;
    }
    return { chunk: newChunk(null), rest: 0 };
  };

  const blockAt = (index) => {
    const { chunk, rest } = find(index);
    return chunk.children[rest];
  };

  const setLines = (element, lines) => {
    element.parentElement.lines += lines - element.lines;
    element.lines = lines;
  };

  const remove = (start, count) => {
    for (let left = count; left > 0; ) {
      const { chunk, rest } = find(start);
      for (; left > 0 && rest < chunk.childElementCount; left -= 1) {
        chunk.lines -= chunk.children[rest].lines;
        chunk.children[rest].remove();
      }
      if (chunk.childElementCount === 0) chunk.remove();
      else unmeasured(chunk);
    }
  };

  const insert = (start, units) => {
    if (units.length === 0) return;
    const { chunk, rest } = find(start);
    const next = chunk.children[rest] ?? null;
    for (const unit of units) {
      chunk.insertBefore(block(unit), next);
      chunk.lines += unit.lines;
    }
    split(chunk);
  };

  const split = (chunk) => {
    unmeasured(chunk);
    if (chunk.childElementCount <= 2 * FULL) return;
    const next = chunk.nextElementSibling;
    let after = chunk;
    for (const moved of [...chunk.children].slice(FULL)) {
      if (after === chunk || after.childElementCount === FULL) {
        after = newChunk(next);
        unmeasured(after);
      }
      after.append(moved);
      chunk.lines -= moved.lines;
      after.lines += moved.lines;
    }
  };

  // --- sizes: a chunk is laid out like any other box until its size is known, and from then on only near the view

  const waiting = new Set();
  let measuring = false;

  const unmeasured = (chunk) => {
    waiting.add(chunk);
    if (measuring) return;
    measuring = true;
    requestIdleCallback(measure, { timeout: 1000 });
  };

  const measure = (deadline) => {
    keepingPlace(() => {
      for (const chunk of waiting) {
        waiting.delete(chunk);
        if (chunk.isConnected && !(chunk.classList.contains("sized") && inView(chunk))) {
          chunk.classList.remove("sized");
          chunk.style.containIntrinsicBlockSize = `auto ${chunk.getBoundingClientRect().height}px`;
          chunk.classList.add("sized");
        }
        if (deadline.timeRemaining() < 2) break;
      }
    });
    measuring = waiting.size > 0;
    if (measuring) requestIdleCallback(measure, { timeout: 1000 });
  };

  const inView = (chunk) => {
    const box = chunk.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  };

  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (width === window.innerWidth) return;
    width = window.innerWidth;
    for (const chunk of body.children) unmeasured(chunk);
  });

  // --- places

  // The last element for which `before` holds, by halving: they stand below one another, in the order of the text.
  const lastWhere = (elements, before) => {
    let low = 0;
    let high = elements.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (before(elements[middle])) low = middle;
      else high = middle - 1;
    }
    return elements[low];
  };

  const top = (element) => element.getBoundingClientRect().top;

  const blockAtHeight = (y) => {
    const chunk = lastWhere(body.children, (each) => top(each) <= y);
    return chunk === undefined ? undefined : lastWhere(chunk.children, (each) => top(each) <= y);
  };

  const keepingPlace = (change) => {
    const anchor = root.scrollTop > 0 ? blockAtHeight(1) : undefined;
    const before = anchor === undefined ? 0 : top(anchor);
    const following = anchor?.nextElementSibling ?? anchor?.previousElementSibling;
    const alternative = following ? top(following) : 0;
    change();
    if (anchor === undefined) return;
    let moved = 0;
    if (anchor.isConnected) moved = top(anchor) - before;
    else if (following?.isConnected) moved = top(following) - alternative;
    if (Math.abs(moved) >= 1) root.scrollTop += moved;
  };

  const blockOfLine = (line) => {
    let first = 0;
    for (const chunk of body.children) {
      if (line < first + chunk.lines || chunk === body.lastElementChild) {
        let found = null;
        for (const each of chunk.children) {
          if (found !== null && line < first) break;
          if (each.lines > 0 || found === null) found = { element: each, first };
          first += each.lines;
        }
        return found;
      }
      first += chunk.lines;
    }
    return null;
  };

  const lineOf = (element) => {
    let line = 0;
    for (let each = element.parentElement.previousElementSibling; each !== null; each = each.previousElementSibling) {
      line += each.lines;
    }
    for (let each = element.previousElementSibling; each !== null; each = each.previousElementSibling) {
      line += each.lines;
    }
    return line;
  };

  // The first block begins with the page, and what follows the last is the end of both.
  const begin = (element) =>
    element.previousElementSibling === null && element.parentElement.previousElementSibling === null
      ? 0
      : top(element) + root.scrollTop;

  const end = (element) => {
    const following = (each) => each.nextElementSibling ?? each.parentElement.nextElementSibling?.firstElementChild;
    let next = following(element);
    while (next && next.lines === 0) next = following(next);
    return next ? top(next) + root.scrollTop : height();
  };

  const between = (value, from, to, low, high) =>
    to <= from ? low : low + ((value - from) / (to - from)) * (high - low);

  // --- parts: items of a list, rows of a table, footnotes

  const partsOf = (element) => {
    const first = element.firstElementChild;
    if (first === null) return null;
    if (first.tagName === "TABLE") return first.tBodies[0] ?? null;
    return first.tagName === "SECTION" ? first.firstElementChild : first;
  };

  // A browser weighs every cell of a table to find the widths of its columns. Those of a long one stay as they are
  // while one types in it, and are found anew after a rest.
  const LONG = 60;
  const pinned = new Set();
  let rest = 0;

  const pin = (table) => {
    clearTimeout(rest);
    rest = setTimeout(unpin, 1500);
    if (pinned.has(table)) return;
    const cells = [...table.rows[0].cells];
    const widths = cells.map((cell) => cell.getBoundingClientRect().width);
    const whole = table.getBoundingClientRect().width;
    cells.forEach((cell, index) => {
      cell.style.boxSizing = "border-box";
      cell.style.width = `${widths[index]}px`;
    });
    table.style.width = `${whole}px`;
    table.style.tableLayout = "fixed";
    pinned.add(table);
  };

  const unpin = () => {
    keepingPlace(() => {
      for (const table of pinned) {
        table.removeAttribute("style");
        for (const cell of table.rows[0]?.cells ?? []) cell.removeAttribute("style");
      }
      pinned.clear();
    });
  };

  const changeParts = ({ unit, start, removed, parts, before, lines }) => {
    const element = blockAt(unit);
    element.classList.remove("veiled");
    setLines(element, lines);
    if (removed === 0 && parts === "") return true;
    const place = partsOf(element);
    if (place === null || place.childElementCount !== before) return false;
    if (before > LONG && place.tagName === "TBODY") pin(place.parentElement);
    const old = [...place.children].slice(start, start + removed);
    const next = place.children[start + removed] ?? null;
    for (const part of [...made(parts).children]) place.insertBefore(part, next);
    for (const part of old) part.remove();
    return true;
  };

  const reveal = (line) => {
    const found = blockOfLine(line);
    if (found === null) return;
    const box = found.element.getBoundingClientRect();
    if (box.height === 0 || box.height > window.innerHeight) return;
    if (box.bottom < 0 || box.top > window.innerHeight) root.scrollTop += box.top - window.innerHeight / 3;
    else if (box.bottom > window.innerHeight && box.top > 0) {
      root.scrollTop += Math.min(box.bottom - window.innerHeight + 16, box.top);
    }
  };

  let readings = 0;

  return {
    // Answers with the units whose elements are not what was expected, separated by commas.
    change(changes, cursorLine) {
      const unlike = [];
      keepingPlace(() => {
        for (const change of changes) {
          if (change.units === undefined) {
            if (!changeParts(change)) unlike.push(change.unit);
            continue;
          }
          insert(change.start + change.removed, change.units);
          remove(change.start, change.removed);
        }
      });
      if (cursorLine !== null) reveal(cursorLine);
      return unlike.join(",");
    },

    head(title, notice) {
      const heading = document.getElementById("title");
      if (heading.textContent !== title) heading.textContent = title;
      const place = document.getElementById("notice");
      if (place.textContent !== notice) place.textContent = notice;
      place.hidden = notice === "";
    },

    // Takes everything away for another page, which begins at its top.
    empty() {
      clearTimeout(rest);
      pinned.clear();
      body.replaceChildren();
      this.head("", "");
      root.scrollTop = 0;
    },

    // Hides every block until a change speaks of it, or shows those that are still hidden.
    veil(veiled) {
      for (const each of body.querySelectorAll(veiled ? ".block" : ".block.veiled")) {
        each.classList.toggle("veiled", veiled);
      }
    },

    theme(name) {
      document.documentElement.dataset.theme = name;
    },

    // The old sheet stays until the new one has come, so that nothing is seen without.
    readStates() {
      const old = document.getElementById("states");
      const sheet = old.cloneNode();
      sheet.href = `${old.href.split("?")[0]}?${(readings += 1)}`;
      sheet.addEventListener("load", () => old.remove());
      old.after(sheet);
    },

    // The source line that the reader is at: at the top of the view when the page is at its top, at the bottom
    // when it is at its end, and in between in proportion, so that both ends can be reached.
    line() {
      if (body.childElementCount === 0 || reach() === 0) return 0;
      const y = (root.scrollTop * height()) / reach();
      const here = blockAtHeight(y - root.scrollTop);
      const first = lineOf(here);
      return between(y, begin(here), end(here), first, first + here.lines);
    },

    // Scrolls to where `line` would answer with this line.
    scrollToLine(line) {
      const found = blockOfLine(line);
      if (found === null) return;
      const { element, first } = found;
      const last = first + element.lines;
      const inside = between(Math.min(line, last), first, last, begin(element), end(element));
      const y = element.lines === 0 ? height() : inside;
      const place = Math.round((y * reach()) / height());
      if (Math.abs(place - root.scrollTop) >= 1) root.scrollTop = place;
    },

    pointAt(anchor) {
      const place = document.getElementById(anchor);
      if (place === null) return false;
      place.scrollIntoView({ block: "start" });
      const pointed = place.closest(".block");
      if (pointed !== null) {
        pointed.classList.remove("pointed-at");
        void pointed.offsetWidth;
        pointed.classList.add("pointed-at");
      }
      return true;
    },
  };
})();
