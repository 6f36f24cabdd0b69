/* Saves a chart as PNG or SVG with its title, what is looked at, the as-of line and the source. */
(function () {
  const LINE = 17;
  const SCALE = 2;

  const words = (part) => (part ? part.textContent.trim() : "");
  const safe = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  /* Lines no wider than the picture, a Chinese character taking 12 pixels and others about 7. */
  function wrapped(text, width) {
    const lines = [""];
    let taken = 0;
    for (const letter of text) {
      const size = letter.charCodeAt(0) > 255 ? 12 : 7;
      if (taken + size > width) {
        lines.push("");
        taken = 0;
      }
      lines[lines.length - 1] += letter;
      taken += size;
    }
    return lines;
  }

  /* Who saved it, when, and from which data. */
  function stamp() {
    const foot = document.getElementById("print-foot");
    const now = new Date().toLocaleString("zh-CN", { hour12: false });
    const asOf = document.querySelector("#standing span");
    return `${foot ? foot.dataset.who : ""}　${now}　${asOf ? asOf.title.replace(/^.*版本/, "数据版本") : ""}`;
  }

  function titled(graph, section) {
    const style = getComputedStyle(document.documentElement);
    const where = words(document.querySelector("#crumbs strong"));
    const asOf = words(document.querySelector("#standing span"));
    const source = [...section.querySelectorAll(".map-source, .definition")].map(words).join("；");
    const title = words(section.querySelector("h2"));
    const small = [
      [where, asOf, words(section.querySelector(".panel-note"))].filter(Boolean).join(" · "),
      stamp(),
      ...wrapped(`来源与口径：${source}`, graph.offsetWidth - 32),
    ];
    const room = 40 + small.length * LINE;
    const muted = style.getPropertyValue("--muted");
    const below = small.map((line) => `<span style="font-size:12px;color:${muted}">${safe(line)}</span>`);
    const margin = { ...graph.layout.margin };
    margin.t = (margin.t || 0) + room;
    return {
      ...graph.layout,
      margin,
      autosize: false,
      width: graph.offsetWidth,
      height: graph.offsetHeight + room,
      paper_bgcolor: style.getPropertyValue("--card").trim(),
      title: {
        text: [`<b>${safe(title)}</b>`, ...below].join("<br>"),
        font: { size: 16, color: style.getPropertyValue("--text").trim() },
        x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top",
        pad: { l: 16, t: 14 },
      },
    };
  }

  /* The kinds of picture stand in the fold once it is opened. */
  document.addEventListener(
    "toggle",
    (event) => {
      const fold = event.target;
      if (fold.open && fold.matches(".pictures") && !fold.querySelector("[data-save]")) {
        const kinds = ["png", "svg"].map((kind) => [
          "button", { type: "button", class: "text-button", "data-save": kind }, kind.toUpperCase(),
        ]);
        fold.appendChild(window.dash_clientside.panels.build(["div", {}, ...kinds]));
      }
    },
    true
  );

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-save]");
    const section = button && button.closest("section");
    const graph = section && section.querySelector(".js-plotly-plot");
    if (!graph || !graph.data || !graph.data.length) {
      return;
    }
    const layout = titled(graph, section);
    const format = button.dataset.save;
    const size = { format, width: layout.width, height: layout.height, scale: format === "png" ? SCALE : 1 };
    const link = document.createElement("a");
    link.href = await window.Plotly.toImage({ data: graph.data, layout }, size);
    link.download = `${words(section.querySelector("h2"))}.${format}`;
    link.click();
    button.closest("details").open = false;
  });
})();
