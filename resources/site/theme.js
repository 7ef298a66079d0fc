/* Light or dark, before the first paint: what the reader chose last, else what the system says. */
"use strict";
(function () {
  const root = document.documentElement;
  let chosen = null;
  try {
    chosen = localStorage.getItem("fanwiki-theme");
  } catch (error) {
    chosen = null; // A browser may keep nothing for pages opened from a folder.
  }
  // Nothing is painted that a viewpoint may hide a moment later.
  if (root.dataset.page !== undefined) {
    root.dataset.waiting = "";
    root.dataset.title = document.title;
    root.dataset.wiki = document.querySelector("meta[property='og:site_name']").content;
    document.title = root.dataset.wiki;
  }
  if (chosen === "light" || chosen === "dark") {
    root.dataset.theme = chosen;
  }
})();
