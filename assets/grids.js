/* Grids: their script is loaded when one comes in sight; they ask for rows, search and export. */
window.dash_clientside = window.dash_clientside || {};

(function () {
  let loading = null;

  function name(id) {
    const sorted = Object.keys(id).sort().reduce((made, key) => ({ ...made, [key]: id[key] }), {});
    return JSON.stringify(sorted);
  }

  function api(index) {
    const id = { index: index, type: "grid" };
    return document.getElementById(name(id)) && window.dash_ag_grid
      ? window.dash_ag_grid.getApi(name(id))
      : null;
  }

  function purge(index) {
    const found = api(index);
    if (found) {
      found.purgeInfiniteCache();
      found.ensureIndexVisible && found.getDisplayedRowCount() && found.ensureIndexVisible(0);
    }
  }

  window.dash_clientside.grids = {
    /* The grid's own script, once. */
    load: function () {
      if (!window.dash_ag_grid && !loading) {
        loading = new Promise((done, failed) => {
          const script = document.createElement("script");
          script.src = document.querySelector("meta[name=grid-script]").content;
          script.onload = done;
          script.onerror = failed;
          document.head.appendChild(script);
        });
      }
      return loading || Promise.resolve();
    },

    /* Other words: every block is asked for anew. */
    search: function (_words, id) {
      purge(id.index);
    },

    /* Another view: the same. */
    refresh: purge,
  };

  /* What is shown (or every row) of the grid beside the button, in the order shown. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-export]");
    if (!button) {
      return;
    }
    const path = button.dataset.export;
    const index = decodeURIComponent(path.slice("/export/".length).replace(/\.\w+$/, ""));
    const found = api(index);
    const asked = new URLSearchParams({ view: window.location.search });
    if (found) {
      const states = found.getColumnState();
      const order = states
        .filter((state) => state.sort)
        .sort((one, other) => one.sortIndex - other.sortIndex)
        .map((state) => ({ colId: state.colId, sort: state.sort }));
      asked.set("order", JSON.stringify(order));
      asked.set("columns", states.filter((state) => !state.hide).map((s) => s.colId).join(","));
      if (button.dataset.rowsWanted === "shown") {
        const box = document.getElementById(name({ index: index, type: "grid-search" }));
        asked.set("filters", JSON.stringify(found.getFilterModel()));
        asked.set("search", box ? box.value : "");
      }
    }
    const link = document.createElement("a");
    link.href = path + "?" + asked.toString();
    link.download = "";
    link.click();
  });
})();
