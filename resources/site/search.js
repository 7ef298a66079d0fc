/* The search: titles and names first, then what the texts say. All it needs are scripts beside the page, loaded as it
   needs them: the titles, then how long the texts are, and for each word that is typed the one shard of the index that
   can hold it. */
"use strict";
(function () {
  const base = document.documentElement.dataset.root || "";
  const box = document.querySelector(".finder");
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const said = box.querySelector("[role=status]");
  const MOST_TITLES = 8;
  const MOST_TEXTS = 6;
  const SNIPPET = 150;
  const CJK = "\\u1100-\\u11ff\\u3040-\\u30ff\\u3130-\\u318f\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff";
  const WORD = `(?:(?![${CJK}])[\\p{L}\\p{N}])+`;
  const WORDS = new RegExp(`[${CJK}]+|${WORD}(?:[-'’]${WORD})*`, "gu");
  const IS_CJK = new RegExp(`^[${CJK}]`, "u");

  /* --- words, as exporters/html/words.py has them --- */

  function folded(text) {
    return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").normalize("NFC");
  }

  /* The words of a query: On-jo as on and jo, 남온조 as 남온 and 온조. */
  function asked(text) {
    return (folded(text).match(WORDS) || []).flatMap((whole) => {
      if (!IS_CJK.test(whole)) {
        return whole.split(/[-'’]/);
      }
      const letters = [...whole];
      return letters.length < 2 ? letters : letters.slice(1).map((letter, place) => letters[place] + letter);
    });
  }

  /* What a title is found by: each part, each syllable, and words with their hyphens left out. */
  function named(text) {
    return (folded(text).match(WORDS) || []).flatMap((whole) => {
      if (IS_CJK.test(whole)) {
        return [...whole, ...asked(whole)];
      }
      const parts = whole.split(/[-'’]/);
      return parts.length > 1 ? [...parts, parts.join("")] : parts;
    });
  }

  function key(text) {
    return folded(text).replace(/[^\p{L}\p{N}]/gu, "");
  }

  /* --- loading --- */

  const load = window.fanwikiLoad;
  const shards = new Map();
  window.fanwikiShard = (kind, number, value) => { shards.set(`${kind}-${number}`, value); };

  async function shard(kind, number) {
    await load(`assets/search/${kind}-${number}.js`);
    return shards.get(`${kind}-${number}`);
  }

  const OPTIONS = { fields: ["text"], tokenize: (text) => text.split(" "), processTerm: (term) => term };
  const titles = { engine: null, rows: [] };

  async function begin() {
    await Promise.all([load("assets/titles.js"), load("assets/minisearch.js")]);
    if (titles.engine !== null) {
      return;
    }
    titles.rows = window.fanwikiTitles.map((row) => ({ href: row[0], title: row[1], kind: row[2], names: row[3] || [], from: row[4] || "" }));
    const engine = new MiniSearch({ ...OPTIONS, storeFields: ["page", "name", "from"] });
    let id = 0;
    titles.rows.forEach((row, page) => {
      for (const [name, from] of [[row.title, ""], ...row.names]) {
        engine.add({ id: id++, page, name, from, text: named(name).join(" ") });
      }
    });
    titles.engine = engine;
  }

  const engines = new Map();

  /* A shard of words as MiniSearch reads an index. A posting is the number of a part of a page, and how often the word
     stands there, as exporters/html/shards.py writes it. */
  const TIMES = 64;

  function mini(words, all) {
    const documentIds = {};
    const fieldLength = {};
    const storedFields = {};
    const index = words.map(([word, postings]) => {
      const found = {};
      for (const posting of postings) {
        const part = Math.floor(posting / TIMES);
        found[part] = posting % TIMES;
        if (!(part in documentIds)) {
          const page = Math.floor(part / all.each);
          const size = all.sizes[page];
          const [length, from] = typeof size === "number" ? [size, ""] : size[part % all.each];
          documentIds[part] = part;
          fieldLength[part] = [length];
          storedFields[part] = { page, from };
        }
      }
      return [word, { 0: found }];
    });
    return {
      documentCount: all.count,
      nextId: all.sizes.length * all.each,
      documentIds,
      fieldIds: { text: 0 },
      fieldLength,
      averageFieldLength: [all.average],
      storedFields,
      dirtCount: 0,
      index,
      serializationVersion: 2,
    };
  }

  async function wordsBeginning(word) {
    const [first, second] = word;
    const all = await shard("parts", 0);
    const number = (first.codePointAt(0) * 31 + second.codePointAt(0)) % all.words;
    const words = await shard("words", number);
    if (!engines.has(number)) {
      engines.set(number, MiniSearch.loadJS(mini(words, all), { ...OPTIONS, storeFields: ["page", "from"] }));
    }
    return engines.get(number).search(word, { prefix: true });
  }

  /* --- finding --- */

  /* Whether the reader has come so far; without a viewpoint everybody has. */
  const sees = (from) => !from || !window.fanwikiViewpoint || window.fanwikiViewpoint.sees(from);

  function byTitle(query, words) {
    const wanted = key(query);
    const rank = (name) => (key(name) === wanted ? 0 : key(name).startsWith(wanted) ? 1 : 2);
    const fuzzy = (term) => (term.length > 3 && !IS_CJK.test(term) ? 0.2 : false);
    const best = new Map();
    const hits = titles.engine.search(words.join(" "), { prefix: true, fuzzy, combineWith: "AND" })
      .filter((hit) => sees(hit.from) && sees(titles.rows[hit.page].from))
      .map((hit) => ({ page: hit.page, name: hit.name, rank: rank(hit.name), score: hit.score }))
      .sort((a, b) => a.rank - b.rank || b.score - a.score || a.name.localeCompare(b.name));
    for (const hit of hits) {
      if (!best.has(hit.page)) {
        best.set(hit.page, hit);
      }
    }
    return [...best.values()];
  }

  async function byText(words, without) {
    const known = new Set(without.map((hit) => hit.page));
    let found = null;
    for (const word of words) {
      const pages = new Map();
      for (const hit of await wordsBeginning(word)) {
        if (sees(hit.from) && sees(titles.rows[hit.page].from) && !pages.has(hit.page)) {
          pages.set(hit.page, { page: hit.page, place: hit.id, score: hit.score });
        }
      }
      for (const hit of titles.engine.search(word, { prefix: true })) {
        if (sees(hit.from) && sees(titles.rows[hit.page].from) && !pages.has(hit.page)) {
          pages.set(hit.page, { page: hit.page, place: null, score: hit.score });
        }
      }
      const before = found;
      found = before === null ? pages : new Map([...pages].filter(([page]) => before.has(page)).map(([page, hit]) => [page, {
        page,
        place: hit.place === null ? before.get(page).place : hit.place,
        score: hit.score + before.get(page).score,
      }]));
    }
    const hits = [...(found || new Map()).values()].filter((hit) => hit.place !== null && !known.has(hit.page));
    return hits.sort((a, b) => b.score - a.score || a.page - b.page).slice(0, MOST_TEXTS);
  }

  /* The words around a match: from the passages of the page that the reader may see. */
  async function snippet(page, words) {
    const all = await shard("parts", 0);
    const passages = (await shard("texts", Math.floor(page / all.texts))).filter((each) => each[0] === page && sees(each[2]));
    for (const [, text] of passages) {
      for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
        const word = folded(match[0]);
        const met = words.find((each) => (IS_CJK.test(each) ? word.includes(each) : word.startsWith(each)));
        if (met !== undefined) {
          return cut(text, match.index + Math.max(0, match[0].indexOf(met)), IS_CJK.test(met) ? met.length : match[0].length);
        }
      }
    }
    return [];
  }

  function cut(text, start, length) {
    const from = Math.max(0, start - Math.floor((SNIPPET - length) / 2));
    const begin = from === 0 ? 0 : text.indexOf(" ", from) + 1 || from;
    const first = Math.min(begin, start);
    const end = Math.min(text.length, first + SNIPPET);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, start + length);
    return [(first > 0 ? "…" : "") + text.slice(first, start), mark, text.slice(start + length, end) + (end < text.length ? "…" : "")];
  }

  /* --- showing --- */

  let turn = 0;
  let active = -1;
  let finding = Promise.resolve();

  function option(page, name, parts) {
    const row = titles.rows[page];
    const made = document.createElement("li");
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.href = row.href;
    const title = document.createElement("strong");
    title.textContent = name;
    const note = document.createElement("span");
    note.className = "kind";
    note.textContent = name === row.title ? row.kind : row.title;
    made.append(title, " ", note);
    if (parts.length > 0) {
      const line = document.createElement("span");
      line.className = "snippet";
      line.append(...parts);
      made.append(line);
    }
    return made;
  }

  function show(options) {
    options.forEach((each, place) => { each.id = `found-${place}`; });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    select(-1);
  }

  function select(place) {
    const options = [...list.children];
    active = options.length === 0 ? -1 : Math.max(-1, Math.min(place, options.length - 1));
    options.forEach((each, number) => each.setAttribute("aria-selected", String(number === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    turn += 1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    said.textContent = "";
    active = -1;
  }

  async function find() {
    const query = input.value;
    const words = asked(query);
    if (words.length === 0) {
      close();
      return;
    }
    const mine = ++turn;
    await begin();
    if (mine !== turn) {
      return;
    }
    const named = byTitle(query, words).slice(0, MOST_TITLES);
    const options = named.map((hit) => option(hit.page, hit.name, []));
    show(options);
    const long = words.filter((word) => [...word].length > 1);
    const texts = long.length === 0 ? [] : await byText(long, named);
    const snippets = await Promise.all(texts.map((hit) => snippet(hit.page, long)));
    if (mine !== turn) {
      return;
    }
    options.push(...texts.map((hit, place) => option(hit.page, titles.rows[hit.page].title, snippets[place])));
    const chosen = active;
    show(options);
    select(chosen);
    said.textContent = options.length === 0 ? "Nothing was found." : options.length === 1 ? "1 page was found." : `${options.length} pages were found.`;
    box.classList.toggle("empty", options.length === 0);
  }

  function open(chosen, elsewhere) {
    const href = base + chosen.dataset.href;
    if (elsewhere) {
      window.open(href);
    } else {
      location.href = href;
    }
  }

  /* Whoever types fast is not led to what an earlier beginning of the word has found. */
  async function enter(elsewhere) {
    await finding;
    if (list.children.length > 0) {
      open(list.children[Math.max(active, 0)], elsewhere);
    }
  }

  function keys(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      select(active + (event.key === "ArrowDown" ? 1 : -1));
      event.preventDefault();
    } else if (event.key === "Enter") {
      enter(event.ctrlKey || event.metaKey);
      event.preventDefault();
    }
  }

  box.hidden = false;
  input.addEventListener("focus", begin);
  input.addEventListener("input", () => { finding = find(); });
  input.addEventListener("keydown", keys);
  list.addEventListener("mousedown", (event) => { event.preventDefault(); });
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen !== null) {
      open(chosen, event.ctrlKey || event.metaKey);
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) {
      close();
    }
  });
  document.addEventListener("fanwiki-viewpoint", close);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus();
      event.preventDefault();
    }
  });
})();
