/* Draws who has to do with whom, in the window and in the bundle alike. What it is given are nodes
     { id, title, href, icon, sign, word, kind, centre }
   and ties
     { id, source, target, label, mutual, member, ended }.
   Ids may be of any script, so they are looked up by getElementById and never by a selector. Nothing here is left to
   chance: the same network in the same order is laid out in the same way. */
"use strict";
globalThis.fanwikiGraph = (function () {
  const SHAPES = {
    heart: "ellipse",
    half: "hexagon",
    cross: "diamond",
    skull: "octagon",
    biohazard: "pentagon",
    search: "triangle",
    question: "ellipse",
  };
  const MANY = 60; // From so many ties on, what they are called shows at those pointed at alone.
  const TURN = Math.PI * (3 - Math.sqrt(5));
  const ROUNDS = 400;
  const BREADTH = 1.7;
  const SMALL = 560; // pixels
  const LEADING = 8;
  const LEGIBLE = 9;
  const SQUEEZE = 0.6; // A crowd is drawn together, so that its names are as large as may be.

  /* One round of the forces between all; `heat`, from 1 down to 0, is how far anything may move. */
  function settle(spots, weight, springs, heat) {
    const moves = spots.map((spot) => ({ x: -0.9 * spot.x, y: -0.9 * spot.y }));
    for (let one = 0; one < spots.length; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const x = spots[one].x - spots[other].x;
        const y = spots[one].y - spots[other].y;
        const push = (1400 * Math.sqrt(weight[one] * weight[other])) / (x * x + y * y + 1);
        moves[one].x += x * push;
        moves[one].y += y * push;
        moves[other].x -= x * push;
        moves[other].y -= y * push;
      }
    }
    for (const [one, other, strength] of springs) {
      const pull = (6 * strength) / Math.sqrt(Math.min(weight[one], weight[other]));
      const x = (spots[one].x - spots[other].x) * pull;
      const y = (spots[one].y - spots[other].y) * pull;
      moves[one].x -= x;
      moves[one].y -= y;
      moves[other].x += x;
      moves[other].y += y;
    }
    spots.forEach((spot, at) => {
      const { x, y } = moves[at];
      const far = Math.hypot(x, y) || 1;
      const step = Math.min(far * 0.05, 40 * heat);
      spot.x += (x / far) * step;
      spot.y += (y / far) * step;
    });
  }

  /* Pushes boxes apart, along the shorter way out, until none covers another. */
  function keepApart(spots, rooms) {
    for (let round = 0; round < ROUNDS; round += 1) {
      let touching = false;
      for (let one = 0; one < spots.length; one += 1) {
        for (let other = 0; other < one; other += 1) {
          const x = spots[one].x - spots[other].x;
          const y = spots[one].y - spots[other].y;
          const over = { x: (rooms[one].w + rooms[other].w) / 2 - Math.abs(x), y: (rooms[one].h + rooms[other].h) / 2 - Math.abs(y) };
          if (over.x <= 0 || over.y <= 0) {
            continue;
          }
          touching = true;
          const axis = over.x < over.y ? "x" : "y";
          const half = (over[axis] / 2 + 0.5) * ((axis === "x" ? x : y) < 0 ? -1 : 1);
          spots[one][axis] += half;
          spots[other][axis] -= half;
        }
      }
      if (!touching) {
        return;
      }
    }
  }

  function make(container) {
    const probe = document.createElement("span");
    probe.hidden = true;
    container.after(probe);
    const colour = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const places = new Map();
    let many = false;

    function looks() {
      const [ink, soft, line, paper, card, accent, sunken] =
        ["ink", "soft", "line", "paper", "card", "accent", "sunken"].map(colour);
      const font = getComputedStyle(container).fontFamily;
      const states = Object.entries(SHAPES).map(([icon, shape]) => ({
        selector: `node[icon = "${icon}"]`,
        style: { shape, "background-color": colour(icon), "border-color": colour(icon) },
      }));
      return [
        {
          selector: "node",
          style: {
            label: "data(label)", "font-family": font, "font-size": "data(font)", color: ink, "text-wrap": "wrap",
            "text-max-width": "data(breadth)", "text-valign": "bottom", "text-margin-y": 4, "min-zoomed-font-size": 8,
            "text-background-color": paper, "text-background-opacity": 0.8, "text-background-padding": 1,
            "text-background-shape": "roundrectangle",
            width: "data(size)", height: "data(size)", shape: "ellipse", "background-color": card,
            "border-width": 2, "border-color": soft,
          },
        },
        ...states,
        { selector: 'node[kind != "character"]', style: { shape: "round-rectangle", "background-color": sunken, "border-color": accent, "border-width": 3, "font-weight": "bold" } },
        { selector: "node[?centre]", style: { "border-width": 5, "border-color": accent, "font-weight": "bold" } },
        {
          selector: "edge",
          style: {
            width: 1.6, "line-color": soft, "target-arrow-color": soft, "target-arrow-shape": "triangle", "arrow-scale": 0.9,
            "curve-style": "bezier", "control-point-step-size": 34, label: many ? "" : "data(label)", "font-family": font,
            "font-size": 10, color: soft, "text-margin-y": 13, "min-zoomed-font-size": 6,
            "text-background-color": paper, "text-background-opacity": 0.9, "text-background-padding": 2,
          },
        },
        { selector: "edge[?mutual]", style: { "target-arrow-shape": "none" } },
        { selector: "edge[?member]", style: { "target-arrow-shape": "none", "line-color": accent, width: 1, opacity: 0.55, label: "" } },
        { selector: "edge[?ended]", style: { "line-style": "dashed" } },
        { selector: ".far", style: { opacity: 0.12 } },
        { selector: "node.near", style: { "min-zoomed-font-size": 0, "z-index": 20 } },
        { selector: "edge.near", style: { label: "data(label)", opacity: 1, width: 2.6, color: ink, "line-color": accent, "target-arrow-color": accent, "min-zoomed-font-size": 0, "z-index": 20 } },
        { selector: "core", style: { "active-bg-opacity": 0, "selection-box-opacity": 0 } },
      ];
    }

    const cy = cytoscape({
      container,
      style: looks(),
      autounselectify: true,
      boxSelectionEnabled: false,
      minZoom: 0.08,
      maxZoom: 4,
    });

    /* Springs along the ties, a push between any two nodes, a pull to the middle; then labels move out of each other's
       way. Widths count for less than heights, since labels are wide. */
    function layOut() {
      const nodes = [...cy.nodes()].sort((a, b) => b.degree() - a.degree() || a.data("place") - b.data("place"));
      const number = new Map(nodes.map((node, at) => [node.id(), at]));
      const weight = nodes.map((node) => 1 + node.degree());
      const springs = cy.edges().map((tie) => [number.get(tie.source().id()), number.get(tie.target().id()), tie.data("member") ? 0.5 : 1]);
      const spots = nodes.map((_, at) => ({ x: 40 * Math.sqrt(at) * Math.cos(at * TURN), y: 40 * Math.sqrt(at) * Math.sin(at * TURN) }));
      for (let round = 0; round < ROUNDS; round += 1) {
        settle(spots, weight, springs, 1 - round / ROUNDS);
      }
      for (const spot of spots) {
        spot.x *= BREADTH * (many ? SQUEEZE : 1);
        spot.y *= many ? SQUEEZE : 1;
      }
      keepApart(spots, nodes.map((node) => room(node)));
      nodes.forEach((node, at) => { node.position(spots[at]); });
    }

    function room(node) {
      const letters = Math.max(...node.data("label").split("\n").map((line) => line.length));
      const font = node.data("font");
      const [beside, below] = many ? [6, 6] : [56, 34]; // Between few there is room for what the ties are called.
      return { w: Math.max(node.data("size"), Math.min(letters, 22) * 0.55 * font) + beside, h: node.data("size") + 2.2 * font + below };
    }

    /* A newcomer stands beside those that it has ties to, at the nearest free spot. */
    function seat(node) {
      const beside = node.neighborhood("node").filter((each) => places.has(each.id()));
      const box = cy.nodes().filter((each) => places.has(each.id())).boundingBox();
      const sum = beside.toArray().reduce((all, each) => ({ x: all.x + each.position("x"), y: all.y + each.position("y") }), { x: 0, y: 0 });
      const from = beside.length > 0 ? { x: sum.x / beside.length, y: sum.y / beside.length } : { x: (box.x1 + box.x2) / 2, y: box.y2 + 60 };
      const taken = [...places.values()];
      for (let number = 1; ; number += 1) {
        const far = 34 * Math.sqrt(number);
        const spot = { x: from.x + far * Math.cos(number * TURN), y: from.y + far * Math.sin(number * TURN) };
        if (taken.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) > 75)) {
          node.position(spot);
          places.set(node.id(), spot);
          return;
        }
      }
    }

    function remember() {
      cy.nodes().forEach((node) => { places.set(node.id(), { ...node.position() }); });
    }

    /* In a crowd those with many ties have large names, which can be read while the others are too small for it. */
    const sized = (degree) => Math.round(18 + 6 * Math.sqrt(degree));
    const lettered = (degree) => (many ? Math.round(8 + 4.5 * Math.sqrt(degree)) : 13);

    function elements({ nodes, ties }) {
      const degree = new Map();
      for (const tie of ties) {
        degree.set(tie.source, (degree.get(tie.source) || 0) + 1);
        degree.set(tie.target, (degree.get(tie.target) || 0) + 1);
      }
      return [
        ...nodes.map((node, place) => ({
          group: "nodes",
          data: { ...node, place, label: node.word ? `${node.title}\n${node.sign} ${node.word}`.trim() : node.title, size: sized(degree.get(node.id)), font: lettered(degree.get(node.id)), breadth: 12 * lettered(degree.get(node.id)) },
          position: { ...(places.get(node.id) || { x: 0, y: 0 }) },
        })),
        ...ties.map((tie) => ({ group: "edges", data: { ...tie } })),
      ];
    }

    function clear() {
      cy.elements().removeClass("near far");
    }

    function light(found) {
      clear();
      cy.elements().addClass("far");
      found.removeClass("far").addClass("near");
    }

    /* A link of the page, so that whoever shows the page decides where it leads. */
    function follow(href) {
      const link = document.createElement("a");
      link.href = href;
      link.hidden = true;
      container.after(link);
      link.click();
      link.remove();
    }

    /* All of it; on a small screen no more than leaves the names of the best connected to be read. */
    function begin() {
      fit();
      const known = [...cy.nodes()].sort((a, b) => b.degree() - a.degree() || a.data("place") - b.data("place")).slice(0, LEADING);
      const least = Math.min(...known.map((node) => node.data("font")));
      if (cy.width() < SMALL && cy.zoom() * least < LEGIBLE) {
        cy.zoom(LEGIBLE / least);
        cy.center(known[0]);
      }
    }

    function fit() {
      cy.resize();
      cy.fit(undefined, 16);
      if (cy.zoom() > 1.2) {
        cy.zoom(1.2);
        cy.center();
      }
    }

    cy.on("tap", "node", (event) => { follow(event.target.data("href")); });
    cy.on("mouseover", "node", (event) => {
      container.style.cursor = "pointer";
      light(event.target.closedNeighborhood());
    });
    cy.on("mouseover", "edge", (event) => { light(event.target.union(event.target.connectedNodes())); });
    cy.on("mouseout", () => {
      container.style.cursor = "";
      clear();
    });
    cy.on("dragfree", "node", remember);

    const restyle = () => { cy.style(looks()); };
    new MutationObserver(restyle).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);

    return {
      /* Shows a network. What was there before keeps its place; `afresh` lays all out anew, `whole` brings all of it
         into view. */
      show(network, { afresh = false, whole = false } = {}) {
        remember();
        many = network.ties.length > MANY;
        if (afresh) {
          places.clear();
        }
        cy.batch(() => {
          cy.elements().remove();
          cy.add(elements(network));
        });
        cy.style(looks());
        const strangers = cy.nodes().filter((node) => !places.has(node.id()));
        if (strangers.length > 0 && strangers.length === cy.nodes().length) {
          places.clear();
          layOut();
          whole = true;
        } else {
          strangers.forEach(seat);
        }
        remember();
        if (whole) {
          begin();
        }
      },

      /* Lights up one tie with both of its ends; none for an id that is not there. */
      mark(id) {
        const tie = cy.getElementById(id);
        if (tie.empty()) {
          clear();
          return;
        }
        const found = tie.union(tie.connectedNodes());
        light(found);
        const box = found.renderedBoundingBox();
        if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) {
          cy.center(found);
        }
      },

      fit,
      restyle,

      zoom(by) {
        cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
      },

      /* Where each node stands: its title, its place in the drawing, and that within the container in pixels. */
      places() {
        return cy.nodes().map((node) => ({ id: node.id(), title: node.data("title"), ...node.position(), left: node.renderedPosition("x"), top: node.renderedPosition("y") }));
      },
    };
  }

  return { make };
})();
