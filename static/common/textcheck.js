// The text check while typing: asks the server once somebody pauses, shows the answer under the field, and says it
// to a screen reader at most once in five seconds. Without this file the server still checks on saving.
(() => {
  "use strict";
  const PAUSE = 700;
  const QUIET = 5000;
  const state = new WeakMap();

  function prepare(field) {
    const box = document.createElement("div");
    box.className = "textcheck";
    box.id = `${field.id || field.name}_tekstcontrole`;
    const spoken = document.createElement("div");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    field.after(box, spoken);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${box.id}` : box.id);
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-from]");
      if (button) show(field, Number(button.dataset.from), Number(button.dataset.to));
    });
    const made = { box, spoken, timer: 0, asked: 0, said: 0, wanted: "", saying: 0, last: "" };
    state.set(field, made);
    return made;
  }

  // The server counts characters, the browser counts UTF-16 units.
  function show(field, from, to) {
    const characters = Array.from(field.value);
    const start = characters.slice(0, from).join("").length;
    field.focus();
    field.setSelectionRange(start, start + characters.slice(from, to).join("").length);
  }

  function say(its, sentence) {
    its.wanted = sentence;
    if (its.saying) return;
    its.saying = window.setTimeout(() => {
      its.saying = 0;
      its.said = Date.now();
      its.spoken.textContent = its.wanted;
    }, Math.max(0, its.said + QUIET - Date.now()));
  }

  async function ask(field) {
    const its = state.get(field);
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (!token || field.value === its.last) return;
    its.last = field.value;
    const turn = ++its.asked;
    try {
      const answer = await fetch(field.dataset.textcheck || "/tekst/nakijken/", {
        method: "POST",
        headers: { "X-CSRFToken": token.value },
        body: new URLSearchParams({ text: field.value }),
        credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected || turn !== its.asked) return;
      its.box.innerHTML = await answer.text();
      const found = its.box.querySelectorAll("li").length;
      if (found || its.wanted) say(its, found ? `Let op: ${found} ${found === 1 ? "opmerking" : "opmerkingen"} over personen onder dit veld.` : "Geen opmerkingen meer over personen.");
    } catch {
      its.last = "";  // away from the network: the next pause asks again, and saving checks anyway
    }
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !field.matches("textarea[data-textcheck], input[data-textcheck]")) return;
    const its = state.get(field) || prepare(field);
    window.clearTimeout(its.timer);
    its.timer = window.setTimeout(() => ask(field), PAUSE);
  });
})();
