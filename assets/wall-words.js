/* What the wall says about time: clock, days left and late, data past their deadline; lists that
   scroll by themselves. All of it is worked out again whenever the day in Beijing changes. */
window.wall = window.wall || {};

(function () {
  const ZONE = { timeZone: "Asia/Shanghai" };
  const DAY = 86400000;
  const STEP = 2500; // ms a line of a list stays, and how long a red one does
  const REST = 7000;
  const day = new Intl.DateTimeFormat("sv-SE", ZONE);
  const clock = new Intl.DateTimeFormat("zh-CN", {
    ...ZONE, year: "numeric", month: "long", day: "numeric", weekday: "long",
  });
  const minute = new Intl.DateTimeFormat("sv-SE", { ...ZONE, hour: "2-digit", minute: "2-digit" });
  let rolled = "";

  const today = () => day.format(new Date());
  const time = () => minute.format(new Date());
  const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

  function due(part, now) {
    const left = between(now, part.dataset.due);
    const wanted = part.dataset.due.slice(0, 4) === now.slice(0, 4) ? part.dataset.due.slice(5) : part.dataset.due;
    const told = left < 0 ? `逾期 ${-left} 天` : left === 0 ? "今天到期" : `剩 ${left} 天`;
    part.textContent = part.dataset.short ? told : `限 ${wanted} · ${told}`;
    part.classList.toggle("late", left < 0);
  }

  function overdue(part, now) {
    const days = JSON.parse(part.dataset.overdue);
    let count = 0;
    for (const [deadline, number] of Object.entries(days)) {
      count += deadline < now ? number : 0;
    }
    part.textContent = String(count);
    part.classList.toggle("none", !count);
  }

  /* Every word under a part that depends on what day it is. */
  function roll(root) {
    const now = today();
    root.querySelectorAll("[data-due]").forEach((part) => due(part, now));
    root.querySelectorAll("[data-overdue]").forEach((part) => overdue(part, now));
    root.querySelectorAll("[data-until]").forEach((part) => {
      const stale = Boolean(part.dataset.until) && now > part.dataset.until;
      part.classList.toggle("stale", stale);
    });
  }

  function tick() {
    const parts = clock.format(new Date()).replace("星期", " 星期");
    document.getElementById("clock").textContent = `${parts} ${time()}`;
    if (today() !== rolled) {
      rolled = today();
      roll(document);
    }
    document.querySelectorAll(".scene.now [data-scroll]").forEach(scroll);
  }

  /* A list goes up a line at a time, rests at every red one, and begins again at its end. */
  function scroll(list) {
    const now = Date.now();
    const lines = list.children;
    if (!lines.length || now < Number(list.dataset.waits || 0)) {
      return;
    }
    const room = list.parentElement.clientHeight;
    const last = Math.max(0, lines.length - Math.floor(room / lines[0].offsetHeight));
    const at = list.dataset.at === undefined ? 0 : Number(list.dataset.at) + 1;
    const line = at > last ? 0 : at;
    list.dataset.at = String(line);
    list.dataset.waits = String(now + (lines[line].classList.contains("red") ? REST : STEP));
    list.style.transform = `translateY(${-lines[line].offsetTop}px)`;
    const top = lines[line].offsetTop;
    for (const one of lines) {
      one.classList.toggle("first", one === lines[line]);
      // a line that does not fit whole waits until it does
      one.classList.toggle("beyond", one.offsetTop < top || one.offsetTop + one.offsetHeight - top > room);
    }
  }

  window.wall.words = { roll: roll, today: today, time: time, tick: tick };
})();
