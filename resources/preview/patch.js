// Runs in a world of its own, apart from the page, in which nothing of the page can run.
// It does to the DOM what preview/patch.py has worked out, and keeps what the reader looks at where it is.
globalThis.fanwiki = (() => {
  "use strict";
  const blocks = document.getElementById("blocks");
  const root = document.scrollingElement;

  const lines = (block) => block.dataset.lines.split("-").map(Number);
  const height = () => Math.max(root.scrollHeight, 1);
  const reach = () => Math.max(height() - window.innerHeight, 0);

  const made = ({ first, last, html }) => {
    const block = document.createElement("div");
    block.className = "block";
    block.dataset.lines = `${first}-${last}`;
    block.innerHTML = html;
    return block;
  };

  // The last block for which `before` holds, by halving: blocks stand below one another, in the order of the text.
  const lastWhere = (before) => {
    let low = 0;
    let high = blocks.children.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (before(blocks.children[middle])) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const keepingPlace = (change, indexAfter) => {
    const index = root.scrollTop > 0 ? lastWhere((block) => block.getBoundingClientRect().top <= 1) : -1;
    const anchor = blocks.children[index];
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor === undefined) return;
    const after = anchor.isConnected ? anchor : blocks.children[indexAfter(index)];
    if (after === undefined) return;
    const moved = after.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 1) root.scrollTop += moved;
  };

  // Where a block begins, as a source line and as a height in the page. The first begins with the page, and what
  // follows the last is the end of both.
  const start = (index) => {
    const block = blocks.children[index];
    if (index <= 0) return { line: 0, y: 0 };
    if (block === undefined) return { line: lines(blocks.lastElementChild)[1], y: height() };
    return { line: lines(block)[0], y: block.getBoundingClientRect().top + root.scrollTop };
  };

  const between = (value, from, to, low, high) =>
    to <= from ? low : low + ((value - from) / (to - from)) * (high - low);

  return {
    patch({ start: at, removed, inserted, shifts }) {
      const splice = () => {
        const fresh = document.createDocumentFragment();
        for (const block of inserted) fresh.append(made(block));
        const old = [...blocks.children].slice(at, at + removed);
        blocks.insertBefore(fresh, blocks.children[at] ?? null);
        for (const block of old) block.remove();
      };
      keepingPlace(splice, (index) => Math.min(index, at + Math.max(inserted.length - 1, 0)));
      for (const shift of shifts) {
        for (let index = shift.start; index < shift.end; index += 1) {
          const [first, last] = lines(blocks.children[index]);
          blocks.children[index].dataset.lines = `${first + shift.by}-${last + shift.by}`;
        }
      }
    },

    head({ title, notice }) {
      const heading = document.getElementById("title");
      if (heading.textContent !== title) heading.textContent = title;
      const place = document.getElementById("notice");
      if (place.textContent !== notice) place.textContent = notice;
      place.hidden = notice === "";
    },

    theme(name) {
      document.documentElement.dataset.theme = name;
    },

    // The source line that the reader is at: at the top of the view when the page is at its top, at the bottom
    // when it is at its end, and in between in proportion, so that both ends can be reached.
    line() {
      if (blocks.children.length === 0 || reach() === 0) return 0;
      const y = (root.scrollTop * height()) / reach();
      const index = lastWhere((block) => block.getBoundingClientRect().top + root.scrollTop <= y);
      const here = start(index);
      const next = start(index + 1);
      return between(y, here.y, next.y, here.line, next.line);
    },

    // Scrolls to where `line` would answer with this line.
    scrollToLine(line) {
      if (blocks.children.length === 0) return;
      const index = lastWhere((block) => lines(block)[0] <= line);
      const here = start(index);
      const next = start(index + 1);
      const y = between(Math.min(line, next.line), here.line, next.line, here.y, next.y);
      const top = Math.round((y * reach()) / height());
      if (Math.abs(top - root.scrollTop) >= 1) root.scrollTop = top;
    },

    // Scrolls no further than needed for the block of a source line to be in view.
    reveal(line) {
      if (blocks.children.length === 0) return;
      const box = blocks.children[lastWhere((block) => lines(block)[0] <= line)].getBoundingClientRect();
      if (box.height === 0) return;
      if (box.bottom < 0 || box.top > window.innerHeight) root.scrollTop += box.top - window.innerHeight / 3;
      else if (box.bottom > window.innerHeight && box.top > 0) {
        root.scrollTop += Math.min(box.bottom - window.innerHeight + 16, box.top);
      }
    },

    pointAt(anchor) {
      const place = document.getElementById(anchor);
      if (place === null) return false;
      place.scrollIntoView({ block: "start" });
      const block = place.closest(".block");
      if (block !== null) {
        block.classList.remove("pointed-at");
        void block.offsetWidth;
        block.classList.add("pointed-at");
      }
      return true;
    },
  };
})();
