/* Panels: each is asked for when it comes in sight, and its words are built here as text nodes. */
window.dash_clientside = window.dash_clientside || {};

(function () {
  const TAGS = new Set(
    ("a abbr article b button input label optgroup option output select caption code dd details div dl dt em footer h2 h3 h4 header i img li " +
      "ol p pre section small span strong summary table tbody td th thead time tr u ul").split(" ")
  );
  const SAFE = /^(class|title|id|alt|role|scope|tabindex|type|lang|colspan|open|for|name|value|min|max|step|selected|label|data-[\w-]+|aria-[\w-]+)$/;
  const LINK = /^([?#]|\/(?!\/))/;
  const IMAGE = /^data:image\/svg\+xml,/;
  const NEAR = "240px 0px";
  const DRAWN = "data-drawn";
  const asked = new WeakMap();
  const near = new Set();
  let current = null;

  /* ---- words ---- */

  /* A node is words, or [tag, attributes, ...children]; never HTML. */
  function build(told) {
    if (!Array.isArray(told)) {
      return document.createTextNode(told === null ? "" : String(told));
    }
    const [tag, attributes, ...children] = told;
    const made = document.createElement(TAGS.has(tag) ? tag : "span");
    for (const [name, value] of Object.entries(attributes)) {
      put(made, name, value);
    }
    children.forEach((child) => made.appendChild(build(child)));
    return made;
  }

  function put(made, name, value) {
    if (name === "data-rows") {
      fillTable(made, value);
    } else if (name === "style") {
      Object.assign(made.style, value);
    } else if (name === "href" ? LINK.test(value) : name === "src" ? IMAGE.test(value) : SAFE.test(name)) {
      made.setAttribute(name, value);
    }
  }

  function fillTable(made, told) {
    if (told.caption) {
      made.createCaption().textContent = told.caption;
    }
    const heading = made.createTHead().insertRow();
    for (const [words, side] of told.head) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = side;
      cell.textContent = words;
      heading.appendChild(cell);
    }
    const body = made.createTBody();
    for (const row of told.body) {
      const line = body.insertRow();
      row.forEach((words, number) => {
        const cell = line.insertCell();
        cell.className = told.head[number][1];
        cell.appendChild(build(words));
      });
    }
  }

  /* Replace what a panel says; folds that were open stay open. */
  function draw(body) {
    const words = body.getAttribute(DRAWN);
    if (words === null) {
      return;
    }
    const titles = (fold) => fold.firstElementChild.textContent;
    const open = new Set([...body.querySelectorAll("details[open]")].map(titles));
    const held = body.contains(document.activeElement) ? document.activeElement.id : "";
    const told = JSON.parse(words);
    body.replaceChildren(...(told.parts || told).map(build));
    if (held) {
      document.getElementById(held)?.focus({ preventScroll: true });
    }
    for (const fold of body.querySelectorAll("details")) {
      fold.open = open.has(titles(fold));
    }
    settle(body, told);
  }

  /* The figure after the words; the panel is busy until both stand. */
  async function settle(body, told) {
    const box = body.parentElement.querySelector(":scope > .figure");
    const figures = window.dash_clientside.figures;
    if (box && told.figure) {
      await figures.draw(box, told.figure);
    } else if (box) {
      figures.clear(box);
    }
    if (!told.view || told.view === asked.get(body)) {
      body.removeAttribute("aria-busy");
    }
  }

  /* ---- in sight ---- */

  /* dash_clientside.set_props takes the id as an object. */
  async function ask(body) {
    if (current === null || asked.get(body) === current) {
      return;
    }
    asked.set(body, current);
    if (body.dataset.panel !== "grid-panel") {
      body.setAttribute("aria-busy", "true");
    } else {
      await window.dash_clientside.grids.load();
    }
    const id = JSON.parse(body.id);
    window.dash_clientside.set_props(id, { "data-view": current });
    if (body.dataset.panel === "grid-panel") {
      window.dash_clientside.grids.refresh(id.index);
    }
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const body = entry.target.querySelector("[data-panel]");
        if (entry.isIntersecting) {
          near.add(body);
          ask(body);
        } else {
          near.delete(body);
        }
      }
    },
    { rootMargin: NEAR }
  );

  function meet(part) {
    if (part.nodeType !== Node.ELEMENT_NODE) {
      return;
    }
    part.querySelectorAll(`[${DRAWN}]:not([data-panel])`).forEach(draw); // a page of words and tables
    const bodies = part.matches("[data-panel]") ? [part] : part.querySelectorAll("[data-panel]");
    for (const body of bodies) {
      watcher.observe(body.parentElement);
      draw(body);
    }
    part.querySelectorAll("input[type=file]").forEach((input) => (input.ariaLabel = "选择文件"));
  }

  function forget(part) {
    if (part.nodeType === Node.ELEMENT_NODE) {
      part.querySelectorAll("[data-panel]").forEach((body) => near.delete(body));
      part.querySelectorAll(".figure").forEach((box) => window.dash_clientside.figures.forget(box));
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") {
        draw(change.target);
      } else {
        change.addedNodes.forEach(meet);
        change.removedNodes.forEach(forget);
      }
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: [DRAWN],
  });

  /* What is printed is everything, in sight or not. */
  window.addEventListener("beforeprint", () => document.querySelectorAll("[data-panel]").forEach(ask));

  /* A click on 复制 puts its text on the clipboard and says so. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) {
      return;
    }
    const label = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
    setTimeout(() => (button.textContent = label), 1600);
  });

  window.dash_clientside.panels = {
    build: build,

    /* The view on the page, as panels are asked for it. */
    view: () => current,

    /* A new view: the panels near the window are asked for now, the others when they come near;
       so are those that had nothing to say and take no room, which never come near. */
    show: function (view) {
      current = view ? JSON.stringify(view) : null;
      near.forEach(ask);
      document.querySelectorAll("[data-panel]:has(> .nothing)").forEach(ask);
    },
  };
})();
