/* In words every browser knows: one too old for the other scripts goes to the page without them. */
(function () {
  var WAIT = 15000;
  var plain = "/plain" + window.location.pathname + window.location.search;

  function speaks() {
    try {
      new Function("a", "return a?.b ?? 1");
    } catch (wrong) {
      return !(wrong instanceof SyntaxError); /* a policy against eval is no old browser */
    }
    return true;
  }

  var able =
    window.Promise && window.fetch && window.IntersectionObserver && window.MutationObserver &&
    window.URLSearchParams && window.CSS && window.CSS.supports &&
    window.CSS.supports("display", "grid") && window.CSS.supports("color", "var(--a)") &&
    window.Element && window.Element.prototype.replaceChildren && speaks();
  if (!able) {
    window.location.replace(plain);
    return;
  }

  /* New enough, yet nothing stands after a while: say so, and offer the same numbers. */
  setTimeout(function () {
    if (document.getElementById("page")) {
      return;
    }
    var told = document.createElement("p");
    var link = document.createElement("a");
    told.setAttribute("role", "alert");
    told.style.padding = "1rem";
    link.href = plain;
    link.appendChild(document.createTextNode("看不用脚本的同一页"));
    told.appendChild(document.createTextNode("页面还没有启动，可能是网络慢或脚本被拦。"));
    told.appendChild(link);
    document.body.insertBefore(told, document.body.firstChild);
  }, WAIT);
})();
