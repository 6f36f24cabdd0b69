/* Links inside the product change the page without a reload; the cells of grids that open a card. */
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

(function () {
  const INSIDE = "[data-panel] a[href^='/'], dialog a[href^='/']";

  window.dashAgGridComponentFunctions.CardLink = function (props) {
    const href = props.data && props.data["open_" + props.colDef.field];
    return href
      ? window.React.createElement("a", { href: href, tabIndex: -1 }, props.value)
      : props.value || "";
  };

  /* As dcc.Link goes: the address is written and Dash is told. */
  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(INSIDE);
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || elsewhere || link.target || link.hash || link.hasAttribute("download")) {
      return;
    }
    event.preventDefault();
    link.closest("dialog")?.close();
    go(link.getAttribute("href"));
  });

  /* Enter in a cell of a grid follows the link in it. */
  document.addEventListener("keydown", (event) => {
    const cell = event.key === "Enter" && event.target.closest(".ag-cell");
    const link = cell && cell.querySelector("a[href]");
    if (link) {
      link.click();
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.links = { go: go };
})();
