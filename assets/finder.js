/* 查找: Ctrl+K opens it, what is typed is looked up on the server, arrows choose, Enter opens. */
(function () {
  const WAIT = 90; // ms of quiet before a question is sent
  let timer = 0;
  let asked = 0;

  function parts() {
    return ["finder", "finder-field", "finder-said", "finder-found"].map((id) =>
      document.getElementById(id)
    );
  }

  function field() {
    const [, holder] = parts();
    if (!holder.firstChild) {
      const made = document.createElement("input");
      const set = { type: "text", role: "combobox", autocomplete: "off", maxlength: "60",
        "aria-label": "查找", "aria-controls": "finder-found", "aria-expanded": "false",
        "aria-autocomplete": "list", spellcheck: "false" };
      Object.entries(set).forEach(([name, value]) => made.setAttribute(name, value));
      made.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(look, WAIT);
      });
      made.addEventListener("keydown", steer);
      holder.appendChild(made);
    }
    return holder.firstChild;
  }

  function open() {
    const [dialog] = parts();
    if (dialog && !dialog.open && !document.querySelector("dialog[open]")) {
      dialog.showModal();
      field().focus();
      field().select();
    }
  }

  async function look() {
    const words = field().value.trim();
    const mine = ++asked;
    if (!words) {
      show({ groups: [], said: "" });
      return;
    }
    const wanted = new URLSearchParams({ q: words, view: window.dash_clientside.panels.view() });
    let told = { groups: [], said: "没有取到结果，可能已断线。请稍后重试。" };
    try {
      told = await (await fetch("/search?" + wanted)).json();
    } catch (_offline) {
      /* the sentence stays */
    }
    if (mine === asked) {
      show(told);
    }
  }

  function element(tag, words, set) {
    const made = document.createElement(tag);
    made.textContent = words || "";
    Object.entries(set || {}).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function show(told) {
    const [, , said, found] = parts();
    said.textContent = told.said;
    let number = 0;
    const groups = told.groups.map((group, at) => {
      const box = element("div", "", { role: "group", "aria-labelledby": "finder-group-" + at });
      box.appendChild(element("p", group.title, { id: "finder-group-" + at, class: "nav-group" }));
      for (const item of group.items) {
        const link = element("a", item.title, { role: "option", href: item.href, tabindex: "-1",
          id: "finder-option-" + number++, "aria-selected": "false" });
        link.appendChild(element("span", item.hint));
        box.appendChild(link);
      }
      return box;
    });
    found.replaceChildren(...groups);
    field().setAttribute("aria-expanded", String(number > 0));
    choose(number ? 0 : -1);
  }

  function options() {
    return [...document.querySelectorAll("#finder-found [role=option]")];
  }

  function choose(number) {
    options().forEach((one, at) => one.setAttribute("aria-selected", String(at === number)));
    const chosen = options()[number];
    if (chosen) {
      field().setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      field().removeAttribute("aria-activedescendant");
    }
  }

  function steer(event) {
    const all = options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((at + step + all.length) % Math.max(all.length, 1));
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      all[at].click();
    }
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#finder-open")) {
      open();
    }
  });
})();
