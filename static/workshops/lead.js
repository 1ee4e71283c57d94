// The console: fetches itself at each change and replaces the parts that differ. What somebody is typing stays.
(() => {
  "use strict";
  const root = document.querySelector("[data-console]");
  if (!root) return;
  const held = root.querySelector("[data-held]");
  let busy = false;
  let again = false;

  // Tokens and running clocks differ each time; they are no change.
  const bare = (part) => {
    const copy = part.cloneNode(true);
    for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=submission]")) token.setAttribute("value", "");
    for (const left of copy.querySelectorAll("[data-ends]")) {
      left.textContent = "";
      left.className = "left";
    }
    for (const made of copy.querySelectorAll(".textcheck, .textcheck + .visually-hidden, [data-sent]")) {
      if (made.dataset.sent) delete made.dataset.sent;
      else made.remove();
    }
    return copy.innerHTML.replace(/ aria-describedby="[^"]*"/g, "");
  };
  const typed = (part) =>
    [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue || field === document.activeElement);

  function show(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    let kept = false;
    for (const next of box.content.querySelectorAll("[data-part]")) {
      const now = root.querySelector(`[data-part="${next.dataset.part}"]`);
      if (!now || bare(now) === bare(next)) continue;
      if (typed(now)) {
        kept = kept || now.dataset.scene !== next.dataset.scene;
        continue;
      }
      const focus = now.contains(document.activeElement) ? document.activeElement.id : "";
      const scrolled = now.querySelector(".lead-seats");
      const top = scrolled ? scrolled.scrollTop : 0;
      now.replaceWith(next);
      if (window.htmx) window.htmx.process(next);
      const list = next.querySelector(".lead-seats");
      if (list) list.scrollTop = top;
      if (focus) {
        const target = document.getElementById(focus) || document.getElementById("nu");
        target.focus({ preventScroll: true });
      }
    }
    held.hidden = !kept;
    document.dispatchEvent(new Event("parts-changed"));
  }

  async function fetchParts() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(root.dataset.console, { credentials: "same-origin", cache: "no-store", headers: { "HX-Request": "true" } });
      if (answer.redirected) window.location.reload();
      else if (answer.ok) show(await answer.text());
    } catch {
      // Away from the network: the next change, or the button, tries again.
    } finally {
      busy = false;
      if (again) {
        again = false;
        fetchParts();
      }
    }
  }

  root.addEventListener("live", fetchParts);
  window.addEventListener("online", fetchParts);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) fetchParts();
  });

  // Moving the focus to where the conversation is, after each press, so that the next Tab is the next button.
  if (window.location.hash === "#nu") document.getElementById("nu").focus({ preventScroll: true });
})();
