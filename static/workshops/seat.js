// The page of a participant: the grid, sending that survives a bad network, and parts that renew themselves without
// touching what somebody is typing. Without this file everything works by ordinary posts and a link to reload.
(() => {
  "use strict";
  const PREFIX = "bijeenkomst:";
  const store = {
    get(key) { try { return JSON.parse(sessionStorage.getItem(PREFIX + key) || "null"); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(PREFIX + key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop(key) { try { sessionStorage.removeItem(PREFIX + key); } catch { /* forbidden */ } },
    keys() { try { return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)); } catch { return []; } },
  };

  // Joining and leaving: nothing of an earlier seat stays on this device.
  if (document.querySelector("[data-clear]")) store.keys().forEach(store.drop);
  for (const picks of document.querySelectorAll("[data-picks]")) {
    const field = document.getElementById(picks.dataset.picks);
    const mark = () => picks.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.textContent === field.value)));
    picks.hidden = false;
    picks.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) field.value = button.textContent;
      mark();
    });
    field.addEventListener("input", mark);
    mark();
  }

  const root = document.querySelector("[data-seat]");
  if (!root) return;
  const PARTS = ["stand", "beeld", "invul"];
  const OWN = ["csrfmiddlewaretoken", "submission", "round"];
  const told = root.querySelector("[data-told]");

  // ---- what is typed ----
  const values = (form) => {
    const found = {};
    for (const [name, value] of new FormData(form)) if (!OWN.includes(name)) found[name] = value;
    return found;
  };
  const fill = (form, saved) => {
    for (const control of form.elements) {
      if (!control.name || OWN.includes(control.name) || control.type === "submit") continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = saved[control.name] === control.value;
      else if (control.name in saved) control.value = saved[control.name];
    }
  };
  const newNumber = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const note = (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    store.set(form.dataset.draft, values(form));
    // What was sent under this number may have arrived: what is typed now is something else.
    if (form.tried && form.elements.submission) form.elements.submission.value = newNumber();
    form.tried = false;
  };
  root.addEventListener("input", note);
  root.addEventListener("change", note);

  // ---- the grid ----
  const prepareGrid = (form) => {
    const board = form.querySelector("[data-grid]");
    const said = form.querySelector("[data-said]");
    const field = (name) => form.elements[name];
    const number = (name) => Number(field(name).value) || 0;
    const kind = () => field("kind").value || "point";
    const phase = (name, value) => {
      const input = [...field(name)].find((each) => Number(each.value) === value);
      return `${value}. ${input.dataset.name}`;
    };
    let first = null;
    const chosen = () => {
      const x = number("x"), y = number("y");
      if (!x || !y) return null;
      const wide = kind() === "area" ? number("x_to") || x : x;
      const high = kind() === "point" ? y : number("y_to") || y;
      return { x: Math.min(x, wide), wide: Math.max(x, wide), y: Math.min(y, high), high: Math.max(y, high) };
    };
    const show = (announce) => {
      const box = chosen();
      grid.press(box, (cell, x, y) => cell.classList.toggle("is-corner", Boolean(first && first.x === x && first.y === y)));
      const none = field("cannot_judge").checked;
      for (const part of form.querySelectorAll("[data-judge]")) part.hidden = none;
      for (const part of form.querySelectorAll("[data-only]")) part.hidden = !part.dataset.only.split(" ").includes(kind());
      if (!announce && !box) return;
      said.replaceChildren();
      if (!box) return;
      const range = (name, low, high) => (low === high ? phase(name, low) : `${phase(name, low)} tot en met ${phase(name, high)}`);
      for (const line of [`Tussen groepen: ${range("x", box.x, box.wide)}`, `Met de overheid: ${range("y", box.y, box.high)}`]) {
        const words = document.createElement("p");
        words.textContent = line;
        said.append(words);
      }
      if (first) {
        const more = document.createElement("p");
        more.textContent = kind() === "area" ? "Tik nu de hoek daartegenover aan." : "Tik nu het vak van de andere groep aan, daarboven of daaronder.";
        said.append(more);
      }
    };
    const grid = window.pvkGrid.watch(board, (cell) => {
      const { box, first: corner } = window.pvkGrid.tap(kind(), first, cell);
      first = corner;
      field("x").value = String(box.x);
      field("y").value = String(box.y);
      field("x_to").value = box.wide !== box.x ? String(box.wide) : "";
      field("y_to").value = box.high !== box.y ? String(box.high) : "";
      show(true);
      note({ target: field("reason") });
    });
    form.addEventListener("change", (event) => {
      if (event.target.name === "kind") first = null;
      if (["kind", "x", "x_to", "y", "y_to", "cannot_judge"].includes(event.target.name)) show(true);
    });
    const words = form.querySelector("[data-words]");
    words.open = false;
    board.hidden = false;
    form.redraw = () => {
      grid.rest(chosen());
      show(false);
    };
    form.redraw();
  };

  // ---- notes ----
  const advise = (field) => {
    const box = field.form.querySelector("[data-advice]");
    if (!box) return;
    const text = field.value.trim();
    const words = /[.!?…]\s+\S/.test(text) ? field.form.dataset.sentences : text.length > Number(field.form.dataset.length) ? field.form.dataset.long : "";
    if (box.textContent !== words) box.textContent = words;
  };
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-note]")) advise(event.target);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.target.matches("[data-note]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  // ---- sending ----
  const WAITS = [2, 4, 8, 15];
  let waiting = null;
  const say = (form, words) => {
    const box = form.querySelector("[data-message]");
    if (box && box.textContent !== words) box.textContent = words;
  };
  const busy = (form, on) => form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", String(on)));
  const signal = () => (window.AbortSignal && AbortSignal.timeout ? { signal: AbortSignal.timeout(12000) } : {});
  const answerOf = (response) => (!response.redirected && [200, 409, 422].includes(response.status) ? response.text() : null);

  const send = async (form, submitter, turn = 0) => {
    const data = new FormData(form);
    if (submitter && submitter.name) data.set(submitter.name, submitter.value);
    const sent = JSON.stringify(values(form));
    form.sending = true;
    form.tried = true;
    busy(form, true);
    let response = null, html = null;
    try {
      response = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { "X-Part": "1" }, credentials: "same-origin", ...signal() });
      html = await answerOf(response);
    } catch {
      response = null;
    }
    form.sending = false;
    busy(form, false);
    if (!response || response.status >= 500) {
      say(form, "Geen verbinding. Dit is nog niet verstuurd en blijft hier staan. We proberen het vanzelf opnieuw.");
      const again = () => {
        if (!waiting || waiting.form !== form) return;
        clearTimeout(waiting.timer);
        waiting = null;
        if (document.contains(form)) send(form, submitter, turn + 1);
      };
      waiting = { form, again, timer: setTimeout(again, 1000 * WAITS[Math.min(turn, WAITS.length - 1)]) };
      return;
    }
    if (html === null) {
      if (!response.redirected && response.status !== 410) store.set("!niet-verstuurd", true);
      location.assign(response.redirected ? root.dataset.join : location.pathname);
      return;
    }
    say(form, "");
    const good = response.status === 200;
    // Typed on after sending: that stays in the form, for a next time.
    if (!good || JSON.stringify(values(form)) === sent) store.drop(form.dataset.draft);
    draw(html, true);
    const goal = good ? document.getElementById("gedaan") : root.querySelector("[data-error-summary], [data-focus]");
    if (goal) {
      goal.focus();
      goal.scrollIntoView({ block: "nearest" });
    }
  };
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.dataset.draft) return;
    event.preventDefault();
    if (form.sending) return;
    if (waiting) clearTimeout(waiting.timer);
    waiting = null;
    send(form, event.submitter);
  });
  window.addEventListener("online", () => waiting && waiting.again());

  // ---- renewing ----
  const orphans = () => {
    const scene = document.getElementById("beeld").dataset.scene;
    for (const key of store.keys().filter((each) => !each.startsWith("!"))) {
      if (root.querySelector(`form[data-draft="${key}"]`)) continue;
      if (key.startsWith("geeltje") && scene !== "collected") continue;
      const saved = store.get(key) || {};
      const text = saved.reason || saved.text;
      store.drop(key);
      if (!text) continue;
      const box = document.createElement("div");
      box.className = "utrecht-alert utrecht-alert--warning alert seat-full";
      box.setAttribute("role", "alert");
      const words = document.createElement("p");
      words.textContent = `U was nog bezig. Dit is niet verstuurd: “${text}”`;
      box.append(words);
      document.getElementById("stand").append(box);
    }
  };
  const prepare = () => {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      if (form.ready) continue;
      form.ready = true;
      if (form.matches("[data-place]")) prepareGrid(form);
      if (form.querySelector("[data-error-summary]")) {
        store.drop(form.dataset.draft);
        continue;
      }
      const saved = store.get(form.dataset.draft);
      if (!saved) continue;
      fill(form, saved);
      if (form.redraw) form.redraw();
      const around = form.closest("details");
      if (around) around.open = true;
    }
    orphans();
    if (store.get("!niet-verstuurd")) {
      store.drop("!niet-verstuurd");
      root.querySelectorAll("form[data-draft]").forEach((form) => say(form, "Versturen is niet gelukt. Uw tekst staat er nog. Probeer het nog een keer."));
    }
    startClock();
  };
  const draw = (html, all) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const active = document.activeElement;
    const typing = active && active.form && active.form.dataset.draft && active.name ? { draft: active.form.dataset.draft, name: active.name, start: active.selectionStart, end: active.selectionEnd } : null;
    const before = document.getElementById("beeld").dataset.scene;
    let changed = false;
    for (const id of PARTS) {
      const was = document.getElementById(id), is = fresh.getElementById(id);
      if (!is || !was) continue;
      if (!all && id !== "stand" && was.dataset.key === is.dataset.key) continue;
      if (!all && id === "invul" && root.querySelector("#invul form") && [...root.querySelectorAll("#invul form")].some((form) => form.sending)) continue;
      changed = changed || id === "beeld";
      was.replaceWith(document.adoptNode(is));
    }
    prepare();
    if (typing && !document.contains(active)) {
      const form = root.querySelector(`form[data-draft="${typing.draft}"]`);
      const field = form && form.elements[typing.name];
      if (field && field.focus) {
        field.focus({ preventScroll: true });
        try { field.setSelectionRange(typing.start, typing.end); } catch { /* no text field */ }
      }
    }
    const view = document.getElementById("beeld");
    if (changed && !all) told.textContent = view.dataset.say;
    if (view.dataset.scene !== before && !typing) window.scrollTo(0, 0);
  };
  let asking = false, again = false, failed = 0;
  const refresh = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    try {
      const response = await fetch(`${root.dataset.now}?heb=${encodeURIComponent(document.getElementById("invul").dataset.key)}`, { headers: { "X-Part": "1" }, credentials: "same-origin", ...signal() });
      if (response.redirected || [403, 404, 410, 429].includes(response.status)) {
        location.reload();
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      draw(await response.text(), false);
      failed = 0;
    } catch {
      failed += 1;
      setTimeout(refresh, 1000 * WAITS[Math.min(failed, WAITS.length) - 1]);
    }
    asking = false;
    if (again) refresh();
  };
  root.addEventListener("live", refresh);
  window.addEventListener("online", refresh);
  window.addEventListener("pageshow", (event) => event.persisted && refresh());

  // ---- the clock ----
  let ticking = null;
  function startClock() {
    clearInterval(ticking);
    const box = root.querySelector("[data-ends]");
    if (!box) return;
    const ahead = Number(box.dataset.clock) - Date.now() / 1000;
    const words = box.querySelector("[data-timer]");
    const tick = () => {
      const left = Math.max(0, Math.round(Number(box.dataset.ends) - (Date.now() / 1000 + ahead)));
      words.textContent = left ? `nog ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "de tijd is om";
      box.classList.toggle("is-over", !left);
    };
    tick();
    ticking = setInterval(tick, 1000);
  }
  prepare();
})();
