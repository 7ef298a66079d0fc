/* The card of a link: what its page is, its first lines and its picture, when the pointer or the keyboard rests on it.
   Escape puts it away; the pointer may rest on the card itself. */
"use strict";
(function () {
  const root = document.documentElement;
  const base = root.dataset.root || "";
  const home = new URL(base || ".", location.href).href;
  const count = Number(root.dataset.cards);
  const WITHOUT = ".hero a, .cards a, .crumbs a, a.thumbnail, .footnotes a";
  const PATIENCE = 350;
  const GRACE = 200;
  const shards = new Map();
  const card = document.createElement("div");
  let timer = 0;
  let shown = null;

  window.fanwikiCards = (number, pages) => { shards.set(number, pages); };

  /* Whether the reader has come so far; without a viewpoint everybody has. */
  const sees = (since) => !since || !window.fanwikiViewpoint || window.fanwikiViewpoint.sees(since);

  function pageOf(link) {
    const page = link.href.startsWith(home) ? link.href.slice(home.length).replace(/#.*$/, "") : "";
    const here = location.href.replace(/#.*$/, "") === link.href.replace(/#.*$/, "");
    return here ? "" : page;
  }

  function shardOf(page) {
    let number = 0;
    for (const letter of page) {
      number = (number * 31 + letter.codePointAt(0)) % 65536;
    }
    return number % count;
  }

  function line(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function fill([title, kind, texts = [], pictures = [], native = []]) {
    const words = document.createElement("div");
    words.append(line("strong", "title", title));
    if (native.length > 0 && sees(native[2])) {
      const name = line("span", "native", native[0]);
      name.lang = native[1];
      words.append(name);
    }
    if (kind !== "article") {
      words.append(line("span", "kind", kind));
    }
    const text = texts.find(([, since]) => sees(since));
    if (text !== undefined) {
      words.append(line("p", "text", text[0]));
    }
    card.replaceChildren(words);
    const picture = pictures.filter(([, since]) => sees(since)).pop();
    if (picture !== undefined) {
      const image = document.createElement("img");
      image.src = base + picture[0];
      image.alt = "";
      card.prepend(image);
    }
  }

  function place(link) {
    const around = link.getClientRects()[0] || link.getBoundingClientRect();
    const wide = root.clientWidth;
    card.hidden = false;
    const left = Math.max(8, Math.min(around.left, wide - card.offsetWidth - 8));
    const below = around.bottom + 6;
    const top = below + card.offsetHeight > innerHeight && around.top > card.offsetHeight + 6 ? around.top - card.offsetHeight - 6 : below;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  async function show(link) {
    const page = pageOf(link);
    const number = shardOf(page);
    try {
      await window.fanwikiLoad(`assets/cards/cards-${number}.js`);
    } catch (error) {
      return; // A bundle that was not copied whole has links all the same.
    }
    const found = shards.get(number)[page];
    if (found === undefined || timer === 0 || link.closest("[data-later]") !== null) {
      return;
    }
    fill(found);
    place(link);
    shown = link;
    link.setAttribute("aria-describedby", card.id);
  }

  function away() {
    clearTimeout(timer);
    timer = 0;
    card.hidden = true;
    if (shown !== null) {
      shown.removeAttribute("aria-describedby");
      shown = null;
    }
  }

  function soon(act, wait) {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  }

  const linkOf = (target) => {
    const link = target instanceof Element ? target.closest("main a[href], .page-foot a[href]") : null;
    return link === null || link.matches(WITHOUT) || !pageOf(link).endsWith(".html") ? null : link;
  };

  card.className = "card";
  card.id = "link-card";
  card.hidden = true;
  card.setAttribute("role", "tooltip");
  document.body.append(card);
  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event.target);
    if (card.contains(event.target)) {
      clearTimeout(timer);
    } else if (link === null) {
      if (!card.hidden) {
        soon(away, GRACE);
      } else {
        clearTimeout(timer);
      }
    } else if (event.pointerType === "mouse" && link !== shown) {
      soon(() => { show(link); }, PATIENCE);
    } else {
      clearTimeout(timer);
    }
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event.target);
    if (link !== null && link.matches(":focus-visible")) {
      soon(() => { show(link); }, PATIENCE);
    } else {
      away();
    }
  });
  document.addEventListener("focusout", away);
  document.addEventListener("pointerdown", away);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      away();
    }
  });
  document.addEventListener("fanwiki-viewpoint", away);
})();
