/* Links that begin with ? and controls with data-param change the address without a reload. */
window.dash_clientside = window.dash_clientside || {};

(function () {
  const WAIT = 350; // ms after the last arrow key on a slider
  let waiting = 0;

  function go(search) {
    window.history.pushState({}, "", search === "?" ? window.location.pathname : search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* Every control of the same group goes along, so that both ends of a band stand in the address. */
  function write(control) {
    const asked = new URLSearchParams(window.location.search);
    const group = control.closest("[data-group]") || control.parentElement;
    for (const one of group.querySelectorAll("[data-param]")) {
      asked.delete(one.dataset.param);
      if (one.value !== (one.dataset.default || "")) {
        asked.set(one.dataset.param, one.value);
      }
    }
    for (const name of (control.dataset.drops || "").split(" ").filter(Boolean)) {
      asked.delete(name);
    }
    go("?" + asked.toString());
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-panel] a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) {
      return;
    }
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  document.addEventListener("change", (event) => {
    const control = event.target.closest("[data-param]");
    if (control) {
      clearTimeout(waiting);
      waiting = setTimeout(() => write(control), control.type === "range" ? WAIT : 0);
    }
  });

  document.addEventListener("input", (event) => {
    const told = event.target.closest("[data-param]")?.parentElement.querySelector("output");
    if (told) {
      told.textContent = event.target.value;
    }
  });

  window.dash_clientside.address = { go: go };
})();
