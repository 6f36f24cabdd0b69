/* What the browser does alone: notice a new snapshot, set the theme, carry the filters along. */
window.dash_clientside = window.dash_clientside || {};

(function () {
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const VIEW = new Set(["region", "period", "type", "basis", "comparable", "snapshot"]);
  const LOST = 2; // polls without an answer after which the page says so
  let asking = false;
  let unanswered = 0;
  let lostAt = "";

  /* A file over the limit never leaves the browser, and Dash says nothing of it: we do. Files that
     are too much together are stopped here: the server would refuse their request as a whole. */
  function tellOfLargeFile(event) {
    const box = event.target.closest && event.target.closest(".upload-panel");
    if (!box) {
      return;
    }
    const files = [...((event.dataTransfer || event.target).files || [])];
    const most = Number(box.dataset.most);
    const large = files.find((file) => file.size > most);
    const sent = files.reduce((sum, file) => sum + (file.size > most ? 0 : file.size), 0);
    const size = (bytes) => Math.ceil((10 * bytes) / 2 ** 20) / 10 + " MB";
    let told = "";
    if (large) {
      told = `“${large.name}”超过 ${size(most)}（${size(large.size)}），没有上传。` +
        "请拆分后上传，或在服务器上用 python -m etl load 装载。";
    }
    if (sent > most) {
      told = `所选的 ${files.length} 个文件共 ${size(sent)}，一次最多 ${size(most)}，` +
        "都没有上传。请分几次上传。";
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    box.querySelector(".upload-large").textContent = told;
  }
  document.addEventListener("change", tellOfLargeFile, true);
  document.addEventListener("drop", tellOfLargeFile, true);

  /* Whoever prints, when, and from which data stand on the paper. */
  window.addEventListener("beforeprint", () => {
    const foot = document.getElementById("print-foot");
    const asOf = document.querySelector("#standing span");
    if (foot) {
      const now = new Date().toLocaleString("zh-CN", { hour12: false });
      foot.textContent = `打印：${foot.dataset.who}　${now}　${asOf ? asOf.title || asOf.textContent : ""}　不含涉密信息`;
    }
  });

  window.dash_clientside.dashboard = {
    showView: function (view) {
      window.dash_clientside.panels.show(view);
    },

    /* The id of the snapshot to show, and what every page has to say of it; nothing changes while
       both stay the same. Without an answer the last picture stays, and the page says since when. */
    pollSnapshot: async function (_ticks, known, saying) {
      const same = window.dash_clientside.no_update;
      if (asking) {
        return [same, same];
      }
      asking = true;
      try {
        const answer = await fetch("/snapshot", { cache: "no-store" });
        if (answer.status === 401) {
          window.location.reload(); // the session has ended: the server shows the sign-in page
          return window.dash_clientside.no_update;
        }
        const found = await answer.json();
        unanswered = 0;
        return [
          found.id && found.id !== known ? found.id : same,
          (found.said || "") === (saying || "") ? same : found.said,
        ];
      } catch (_offline) {
        if (++unanswered === 1) {
          lostAt = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
        }
        const words = `与服务器的连接已中断（${lostAt} 起），显示的是此前的数据，正在自动重新连接。`;
        return [same, unanswered < LOST || saying === words ? same : words];
      } finally {
        asking = false;
      }
    },

    /* Light or dark: what the viewer chose last here, else what the system prefers. */
    applyTheme: function (clicks) {
      const shown = document.documentElement.dataset.theme;
      const stored = window.localStorage.getItem("theme");
      let wanted = stored || (prefersDark.matches ? "dark" : "light");
      if (clicks) {
        wanted = shown === "dark" ? "light" : "dark";
        window.localStorage.setItem("theme", wanted);
      }
      document.documentElement.dataset.theme = wanted;
      const button = document.getElementById("theme-toggle");
      if (button) {
        button.textContent = wanted === "dark" ? "浅色" : "深色";
      }
      return wanted;
    },

    /* Menu links keep the filters of the bar, not what one page was asked. */
    carrySearch: function (search, links) {
      const kept = [...new URLSearchParams(search || "")].filter(([name]) => VIEW.has(name));
      const carried = kept.length ? "?" + new URLSearchParams(kept) : "";
      return links.map((link) => link.index + carried);
    },

    /* 导出简报 carries the whole address and the page it stands on. */
    exportPage: function (path, search) {
      const asked = new URLSearchParams(search || "");
      if (path !== "/briefings") {
        asked.set("page", path || "/");
      }
      return "/briefings?" + asked.toString();
    },
  };
})();
