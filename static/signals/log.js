/* The form of a signal: shows only what belongs to the choices, counts characters, and keeps a draft on the server.
   Without this file everything is visible and works. */
(function () {
  "use strict";

  const form = document.querySelector("[data-signal-form]");
  if (!form) {
    return;
  }
  const chosen = function (name) {
    const input = form.querySelector("input[name='" + name + "']:checked");
    return input ? input.value : "";
  };
  const show = function (selector, visible) {
    form.querySelectorAll(selector).forEach(function (element) {
      element.hidden = !visible;
    });
  };

  function arrange() {
    const kind = chosen("kind") || "unrest";
    form.querySelectorAll("[data-kind]").forEach(function (element) {
      element.hidden = element.dataset.kind !== kind;
    });
    show("[data-when-other]", chosen("when") === "other");
    show("[data-when-vertical]", ["government", "both"].includes(chosen("direction")));
    show("[data-when-online]", form.elements.online && form.elements.online.checked);
  }
  form.addEventListener("change", arrange);
  arrange();

  form.querySelectorAll("[data-counter]").forEach(function (area) {
    const most = Number(area.dataset.counter);
    const left = document.createElement("p");
    left.className = "meta signal-counter";
    area.insertAdjacentElement("afterend", left);
    const count = function () {
      const rest = most - area.value.length;
      left.textContent = rest >= 0 ? "Nog " + rest + " tekens" : -rest + " tekens te veel";
      left.setAttribute("aria-live", rest < 50 ? "polite" : "off");
    };
    area.addEventListener("input", count);
    count();
  });

  /* A draft every ten seconds, only when something changed. The server keeps it only if it holds no personal data. */
  const state = form.querySelector("[data-draft-state]");
  if (!form.dataset.draft || !state) {
    return;
  }
  let changed = false;
  let sent = false;
  form.addEventListener("input", function () {
    changed = true;
  });
  form.addEventListener("submit", function () {
    sent = true;
  });
  window.addEventListener("pageshow", function () {
    sent = false;
  });
  function save() {
    if (!changed || sent) {
      return;
    }
    changed = false;
    /* keepalive: a page that is being left still sends its draft. */
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true })
      .then(function (response) {
        if (response.status === 200 && !response.redirected) {
          return response.text().then(function (time) {
            state.textContent = "Concept bewaard om " + time + ".";
          });
        }
        state.textContent = "";
      })
      .catch(function () {
        changed = true;
        state.textContent = "Geen verbinding. Uw tekst staat nog op dit scherm.";
      });
  }
  window.setInterval(save, 10000);
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      save();
    }
  });
  window.addEventListener("pagehide", save);
})();
