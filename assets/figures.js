/* Figures: drawn by plotly when its script is there; a click or a brushed stretch is an address. */
window.dash_clientside = window.dash_clientside || {};

(function () {
  const wanted = new WeakMap();
  const coarse = window.matchMedia("(pointer: coarse)");
  const NARROW = 480;
  const ROOM_ABOVE = 80;
  let turn = Promise.resolve();
  let settings = null;
  let script = null;

  /* The script stands in the page with `defer`: usually it is there before the first figure is. */
  function plotly() {
    script =
      script ||
      new Promise((done, failed) => {
        const waiting = document.getElementById("plotly-script");
        if (window.Plotly) {
          done(window.Plotly);
        } else if (waiting) {
          waiting.addEventListener("load", () => done(window.Plotly));
          waiting.addEventListener("error", failed);
        }
      });
    return script;
  }

  function config() {
    settings = settings || JSON.parse(document.getElementById("plotly-config").textContent);
    return settings;
  }

  /* Where a point leads: its own address for a click, or null. */
  function target(box, point) {
    const click = (box.layout.meta || {}).click;
    let value = point && point.customdata;
    if (Array.isArray(value)) {
      value = value[0];
    }
    if (!click || typeof value !== "string" || (click === "region" && !/^\d{6}[BTN]?$/.test(value))) {
      return null;
    }
    const asked = new URLSearchParams(window.location.search);
    if (asked.get(click) !== value) {
      asked.set(click, value);
    } else if (click === "region") {
      return null;
    } else {
      asked.delete(click);
    }
    return "?" + asked.toString();
  }

  function month(text) {
    const [year, number] = String(text).split("-");
    return { year: year, number: number };
  }

  /* Months wholly or half inside a stretch of a time axis, as the two ends. */
  function stretch(range) {
    const day = 86400000;
    const ends = range.map((end) => new Date(String(end).replace(" ", "T") + (String(end).length > 10 ? "Z" : "T00:00Z")));
    const first = new Date(Math.min(...ends) + 14 * day);
    const last = new Date(Math.max(...ends) + 14 * day);
    return [first, last].map((date) => month(date.toISOString()));
  }

  /* A stretch inside one year is the period of the whole page; a longer one narrows the trends. */
  function brushed(range) {
    const [from, to] = stretch(range);
    const asked = new URLSearchParams(window.location.search);
    if (from.year === to.year) {
      asked.set("period", `${from.year}M${from.number}` + (from.number === to.number ? "" : `-${to.number}`));
      asked.delete("span");
    } else {
      asked.set("span", `${from.year}-${from.number}_${to.year}-${to.number}`);
    }
    return "?" + asked.toString();
  }

  function listen(box) {
    const go = (search) => search && window.dash_clientside.address.go(search);
    box.on("plotly_click", (event) => go(target(box, event.points[0])));
    box.on("plotly_hover", (event) => box.classList.toggle("leads", Boolean(target(box, event.points[0]))));
    box.on("plotly_unhover", () => box.classList.remove("leads"));
    box.on("plotly_selected", async (event) => {
      if (event && event.range && event.range.x) {
        const search = brushed(event.range.x);
        await window.Plotly.relayout(box, { dragmode: false, selections: [] }); // takes its outline away
        await window.Plotly.relayout(box, { dragmode: "select" });
        go(search);
      }
    });
  }

  /* On a phone: a month a year on a time axis, and words above upright bars turned with them. */
  function narrowed(layout) {
    const { xaxis = {}, margin = {}, annotations = [] } = layout;
    if (xaxis.type === "date") {
      return { ...layout, xaxis: { ...xaxis, dtick: "M12", tickangle: 0 } };
    }
    if (xaxis.type === "category" && annotations.length) {
      const turned = annotations.map((one) => ({ ...one, textangle: -90 }));
      return { ...layout, annotations: turned, margin: { ...margin, t: ROOM_ABOVE } };
    }
    return layout;
  }

  async function put(box) {
    const figure = wanted.get(box);
    if (!figure || !box.isConnected) {
      return;
    }
    wanted.delete(box);
    const fitting = box.clientWidth < NARROW ? narrowed(figure.layout) : figure.layout;
    const layout = { ...fitting, selections: [] };
    if (coarse.matches) {
      layout.dragmode = false;
    }
    const known = box.classList.contains("js-plotly-plot");
    await (await plotly()).react(box, figure.data, layout, config());
    if (!known) {
      listen(box);
    }
  }

  window.dash_clientside.figures = {
    /* Draw after what is being drawn, a figure a turn, so that words and clicks are not held up. */
    draw: function (box, figure) {
      box.style.height = figure.layout.height + "px";
      box.hidden = false;
      wanted.set(box, figure);
      turn = turn.then(() => new Promise((done) => setTimeout(() => put(box).then(done, done), 0)));
      return turn;
    },

    clear: function (box) {
      wanted.delete(box);
      box.hidden = true;
    },

    /* What a page leaves behind is given back. */
    forget: function (box) {
      wanted.delete(box);
      if (window.Plotly && box.classList.contains("js-plotly-plot")) {
        window.Plotly.purge(box);
      }
    },
  };
})();
