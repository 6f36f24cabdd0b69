/* The wall: rotates its scenes, asks the server for each once a turn and never twice at a time,
   keeps the last good picture when the server is gone, and listens to keys and remotes. */
window.wall = window.wall || {};

(function () {
  const settings = JSON.parse(document.body.dataset.settings);
  const { figures, words } = window.wall;
  const build = window.dash_clientside.panels.build;
  const RESUME = 60000; // ms after the last key that the rotation goes on
  const FIRST_RETRY = 1000;
  const LAST_RETRY = 30000;
  const PATIENCE = 45000; // ms an answer may take
  const titles = Object.fromEntries(settings.scenes.map((scene) => [scene.id, scene.title]));
  const order = settings.scenes.map((scene) => scene.id);
  const pictures = new Map(); // scene: what it shows, as the server last gave it
  const state = {
    at: order[0], since: 0, paused: 0, busy: false, wanted: "", coming: "", lost: "", refused: "",
    retry: 0, delay: FIRST_RETRY, known: null, forward: [], snapshot: "", program: "",
  };
  const place = (id) => document.getElementById(id);

  /* ---- frame ---- */

  function make(tag, name, ...children) {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...children);
    return made;
  }

  function tile(slot) {
    const heading = make("h2", "", slot.title);
    const head = make("header", "", heading, make("p", "note"));
    const made = make("article", "tile", head, make("div", "figure"), make("div", "words"));
    made.dataset.area = slot.area;
    figures.watch(made.querySelector(".figure"));
    return made;
  }

  function frame() {
    for (const scene of settings.scenes) {
      const body = make("div", "body", ...scene.slots.map(tile));
      const made = make("section", "scene", make("div", "strip"), body);
      made.dataset.scene = scene.id;
      made.setAttribute("aria-label", scene.title);
      place("stage").append(made);
      place("dots").append(make("li", "", make("i", "")));
    }
  }

  const section = (id) => document.querySelector(`.scene[data-scene="${id}"]`);

  /* ---- what a scene shows ---- */

  function fill(shown) {
    const made = section(shown.scene);
    made.querySelector(".strip").replaceChildren(...shown.strip.map(build));
    for (const [area, slot] of Object.entries(shown.slots)) {
      const box = made.querySelector(`[data-area="${area}"]`);
      box.dataset.until = shown.until[slot.subject] || "";
      box.querySelector(".note").textContent = slot.note;
      box.querySelector(".words").replaceChildren(...slot.words.map(build));
      box.classList.toggle("plain", !slot.figure);
      figures.draw(box.querySelector(".figure"), slot.figure);
    }
    words.roll(made);
  }

  /* Everything around the stage belongs to the scene that is shown. */
  function surround(shown) {
    place("place").textContent = `${shown.region} · ${shown.period}`;
    place("lead").replaceChildren(...shown.lead.map(build));
    place("case").replaceChildren(...shown.case.map(build));
    place("case").className = shown.red ? "red" : "calm";
    place("foot").replaceChildren(...shown.foot.map(build));
    place("notes").replaceChildren(...(shown.notes || []).map(build));
    words.roll(document);
  }

  function show(id) {
    state.at = id;
    state.forward = state.forward.filter((one) => one !== id);
    state.since = Date.now();
    for (const made of document.querySelectorAll(".scene")) {
      made.classList.toggle("now", made.dataset.scene === id);
    }
    const shown = pictures.get(id);
    if (shown) {
      surround(shown);
    }
    draw();
    if (!state.lost) {
      ask(shown ? next() : id);
    }
  }

  const after = (id, step) => order[(order.indexOf(id) + step + order.length) % order.length];
  const held = () => settings.present || state.paused > Date.now();
  const next = () => (held() ? state.at : state.forward[0] || after(state.at, 1));

  /* ---- asking the server ---- */

  async function ask(id) {
    if (state.busy) {
      state.wanted = id;
      return;
    }
    state.busy = true;
    try {
      await receive(id);
    } catch (_gone) {
      lose();
    }
    state.busy = false;
    const wanted = state.wanted;
    state.wanted = "";
    if (wanted && !state.lost) {
      ask(wanted);
    }
    draw();
  }

  async function receive(id) {
    const asked = new URLSearchParams(settings.search);
    if (settings.present) {
      asked.set("mode", "present");
    }
    if (pictures.has(id)) {
      asked.set("have", pictures.get(id).stamp);
    }
    const answer = await fetch(`/wall/scene/${id}?${asked}`, {
      cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 401) {
      window.location.reload(); // the link was taken back: the server says so in its place
      return;
    }
    if (answer.status === 400) {
      refuse((await answer.json()).error);
      return;
    }
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    found(id, await answer.json());
  }

  function found(id, told) {
    Object.assign(state, { lost: "", refused: "", delay: FIRST_RETRY });
    if (state.program && state.program !== told.program && !document.fullscreenElement) {
      window.location.reload();
      return;
    }
    state.program = told.program;
    if (told.shown) {
      pictures.set(id, { ...told.shown, stamp: told.stamp });
      fill(pictures.get(id));
    }
    if (id === state.at) {
      surround(pictures.get(id));
      if (!pictures.has(next())) {
        state.wanted = next(); // the first turn finds it ready
      }
    } else if (told.snapshot !== pictures.get(state.at)?.snapshot) {
      state.wanted = state.at; // the picture on the wall is of an older publication
    }
    note(told.alarms);
    if (state.coming === id) {
      state.coming = "";
      show(id);
    }
  }

  /* A finding that has newly turned red brings its scene forward, once. */
  function note(alarms) {
    const ids = new Set(alarms.map((one) => one.id));
    if (state.known) {
      for (const one of alarms) {
        if (!state.known.has(one.id) && order.includes(one.scene) && !state.forward.includes(one.scene)) {
          state.forward.push(one.scene);
        }
      }
    }
    state.known = ids;
    if (state.forward.length && !held()) {
      come(state.forward[0]);
    }
  }

  /* Show a scene as soon as the server has given it. */
  function come(id) {
    if (id === state.at) {
      show(id);
      return;
    }
    state.coming = id;
    state.wanted = id;
    if (!state.busy) {
      ask(id);
    }
  }

  function lose() {
    state.lost = state.lost || words.time();
    state.retry = Date.now() + state.delay;
    state.delay = Math.min(LAST_RETRY, state.delay * 2);
  }

  function refuse(sentence) {
    state.refused = sentence;
    state.lost = "";
    state.retry = Date.now() + LAST_RETRY / 2;
  }

  /* ---- time ---- */

  function tick() {
    words.tick();
    const now = Date.now();
    if (state.paused && now >= state.paused) {
      state.paused = 0;
      state.since = now;
    }
    if ((state.lost || state.refused) && now >= state.retry && !state.busy) {
      ask(state.at);
    }
    if (now - state.since >= settings.seconds * 1000) {
      turn();
    }
    draw();
  }

  function turn() {
    const wanted = pictures.has(state.at) ? next() : state.at;
    if (wanted === state.at || !pictures.has(wanted)) {
      state.since = Date.now();
      state.coming = wanted === state.at ? "" : wanted;
      if (!state.lost) {
        ask(wanted);
      }
      return;
    }
    show(wanted);
  }

  /* ---- marks ---- */

  function draw() {
    const share = Math.min(1, (Date.now() - state.since) / (settings.seconds * 1000));
    [...place("dots").children].forEach((dot, number) => {
      const here = order[number] === state.at;
      dot.className = here ? "here" : "";
      dot.firstElementChild.style.width = here ? `${held() ? 100 : share * 100}%` : "0";
    });
    place("next").textContent = told();
    pill();
  }

  function told() {
    const here = `${titles[state.at]} ${order.indexOf(state.at) + 1}/${order.length}`;
    if (settings.present) {
      return `${here} · ←→ 换屏`;
    }
    if (held()) {
      return `${here} · 已暂停，${Math.ceil((state.paused - Date.now()) / 1000)} 秒后继续`;
    }
    if (order.length < 2) {
      return here;
    }
    const left = Math.max(0, Math.ceil(settings.seconds - (Date.now() - state.since) / 1000));
    return `${here} · 下一屏 ${titles[next()]} ${left} 秒`;
  }

  function pill() {
    const shown = pictures.get(state.at);
    const mark = place("pill");
    if (state.refused) {
      mark.textContent = shown ? "数据暂不可用 · 显示上次数据" : "";
      mark.className = "lost";
      if (!shown) {
        place("lead").textContent = state.refused;
      }
    } else if (state.lost) {
      mark.textContent = `断线 ${state.lost} · 显示上次数据`;
      mark.className = "lost";
    } else {
      mark.textContent = shown ? `数据截至 ${shown.as_of}` : "";
      mark.className = shown ? "well" : "";
    }
  }

  /* ---- keys and remotes ---- */

  function step(way) {
    const wanted = after(state.coming || state.at, way);
    if (pictures.has(wanted)) {
      show(wanted);
    } else {
      come(wanted);
    }
  }

  function toRed() {
    const from = order.indexOf(state.at);
    const round = [...order.slice(from + 1), ...order.slice(0, from + 1)];
    const red = round.find((id) => pictures.get(id)?.red);
    if (red) {
      show(red);
    }
  }

  function full() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      document.documentElement.requestFullscreen();
    }
  }

  const FORTH = ["ArrowRight", "ArrowDown", "PageDown", "MediaTrackNext"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "MediaTrackPrevious"];
  const BREAK = [" ", "Spacebar", "MediaPlayPause", "Pause"];

  function press(event) {
    if (event.target.closest("a") && event.key === "Enter") {
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || ["Shift", "Escape"].includes(event.key)) {
      return;
    }
    const running = !held();
    const letter = event.key.toLowerCase();
    state.paused = Date.now() + RESUME;
    if (BREAK.includes(event.key)) {
      event.preventDefault();
      state.paused = running ? state.paused : 0;
      state.since = running ? state.since : Date.now();
    } else if (FORTH.includes(event.key)) {
      step(1);
    } else if (BACK.includes(event.key)) {
      step(-1);
    } else if (letter === "r") {
      toRed();
    } else if (letter === "f") {
      full();
    }
    draw();
  }

  /* A question opens where it is answered, always in the same second window. */
  place("notes").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      window.open(link.getAttribute("href"), "wall-drill");
    }
  });

  document.addEventListener("keydown", press);
  document.addEventListener("pointerdown", () => {
    state.paused = Date.now() + RESUME;
    draw();
  });

  frame();
  place("notes").hidden = !settings.present;
  words.tick();
  show(state.at);
  setInterval(tick, 250);
})();
