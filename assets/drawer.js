/* The drawer: where a number comes from, fetched when it opens. A native dialog keeps the focus. */
(function () {
  let asked = 0;

  async function show(metric) {
    const drawer = document.getElementById("drawer");
    const body = document.getElementById("drawer-body");
    const panels = window.dash_clientside.panels;
    const mine = ++asked;
    body.setAttribute("aria-busy", "true");
    body.replaceChildren("正在读取…");
    if (!drawer.open) {
      drawer.showModal();
    }
    const wanted = new URLSearchParams({ metric: metric, view: panels.view() });
    let told = [["p", { class: "empty" }, "没有取到数据，可能已断线。请关闭后重试。"]];
    try {
      told = await (await fetch("/source?" + wanted)).json();
    } catch (_offline) {
      /* the sentence stays */
    }
    if (mine === asked) {
      body.replaceChildren(...told.map(panels.build));
      body.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-source]");
    if (button) {
      show(button.dataset.source);
    } else if (event.target.closest("[data-close]") || event.target.matches("dialog[open]")) {
      event.target.closest("dialog").close();
    }
  });

  window.addEventListener("popstate", () => document.querySelector("dialog[open]")?.close());
})();
