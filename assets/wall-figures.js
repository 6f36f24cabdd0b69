/* Figures of the wall: sized in rem, patched in place, never mounted anew. */
window.wall = window.wall || {};

(function () {
  const BASE = 16; // px a rem at which the server draws
  const SIZED = new Set(["size", "width", "l", "r", "t", "b", "standoff", "ticklen", "pad"]);
  const CONFIG = {
    staticPlot: true, displayModeBar: false, displaylogo: false, showSendToCloud: false,
    plotlyServerURL: "", responsive: false,
  };
  const drawn = new Map();
  const sized = new WeakMap();

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  /* The same part of a figure with every length multiplied. */
  function grown(part, times) {
    if (Array.isArray(part)) {
      return part.map((one) => (one && typeof one === "object" ? grown(one, times) : one));
    }
    const made = {};
    for (const [name, value] of Object.entries(part)) {
      if (value && typeof value === "object") {
        made[name] = grown(value, times);
      } else {
        made[name] = typeof value === "number" && SIZED.has(name) ? value * times : value;
      }
    }
    return made;
  }

  const size = (box) => `${box.clientWidth} ${box.clientHeight} ${rem()}`;

  function draw(box, figure) {
    if (!figure) {
      if (drawn.delete(box)) {
        window.Plotly.purge(box);
      }
      box.hidden = true;
      return;
    }
    box.hidden = false;
    drawn.set(box, figure);
    sized.set(box, size(box));
    const times = rem() / BASE;
    const layout = grown(figure.layout, times);
    Object.assign(layout, { autosize: false, width: box.clientWidth, height: box.clientHeight });
    window.Plotly.react(box, grown(figure.data, times), layout, CONFIG);
  }

  /* Its box has another size: the window changed, or a sentence above took another line. */
  const watcher = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (drawn.has(target) && sized.get(target) !== size(target)) {
        draw(target, drawn.get(target));
      }
    }
  });

  window.wall.figures = { draw: draw, watch: (box) => watcher.observe(box) };
})();
