/* Small helps on every page. Each page works without them. */
(function () {
  "use strict";

  /* An error summary takes the focus, so that keyboard and screen reader start there. */
  function focusSummary(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) {
      summary.focus();
    }
  }

  /* A link in the summary goes to the first control of a group of choices as well. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest ? event.target.closest("[data-error-summary] a[href^='#']") : null;
    if (!link) {
      return;
    }
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) {
      return;
    }
    const control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    if (control) {
      event.preventDefault();
      control.focus();
      (control.closest(".field") || control).scrollIntoView({ block: "nearest" });
    }
  });

  /* A table that must scroll can be reached by keyboard. */
  function reachTables(root) {
    root.querySelectorAll(".table-scroll").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) {
        const caption = box.querySelector("caption");
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", caption ? caption.textContent.trim() : "Tabel");
      }
    });
  }

  /* Leaving with text that was typed and not saved asks first. */
  let changed = false;
  document.addEventListener("input", function (event) {
    const form = event.target.form;
    /* A form that keeps a draft on the server loses nothing. */
    if (form && form.method === "post" && !form.dataset.draft && event.target.matches("textarea, input[type=text]")) {
      changed = true;
    }
  });
  document.addEventListener("submit", function (event) {
    changed = false;
    const form = event.target;
    if (form.method !== "post" || form.dataset.sent) {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      return;
    }
    /* The second click of a double click is dropped; the back button makes the form whole again. */
    if (!event.defaultPrevented && !form.matches("[hx-post], [data-resend]")) {
      form.dataset.sent = "yes";
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
  /* A page that answers a sent form (something was wrong) is not kept by the browser, so going back to it would show an
     error of the browser. On leaving, its place in the history becomes the page of the form itself. */
  window.addEventListener("pagehide", function () {
    if (document.body.hasAttribute("data-answered")) {
      history.replaceState(history.state, "", location.href);
    }
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) {
      event.preventDefault();
    }
  });

  /* Live fragments: {% live "topic" %} on an element gives it the event "live" at each change; hx-trigger="live" then refetches it.
     {% live_at url topic %} does the same for people without a login, through an address that knows them. A stream carries a version number only. Where streams are cut off, the number is asked for now and then. */
  function watch(element) {
    const address = element.dataset.liveAt || "/live/" + encodeURIComponent(element.dataset.live) + "/";
    let seen = element.dataset.liveVersion || null;
    let source = null;
    let timer = null;
    let failures = 0;

    function arrived(version) {
      if (gone()) {
        stop();
        return;
      }
      if (seen !== null && String(version) !== seen) {
        element.dispatchEvent(new CustomEvent("live", { bubbles: false, detail: { version: version } }));
      }
      seen = String(version);
    }
    function gone() {
      return !document.contains(element);
    }
    function stop() {
      if (source) {
        source.close();
      }
      source = null;
      clearTimeout(timer);
      timer = null;
    }
    function poll() {
      stop();
      if (gone() || document.hidden) {
        return;
      }
      fetch(address + "versie/", { credentials: "same-origin", headers: { Accept: "text/plain" } })
        .then(function (response) {
          if (response.status === 410) {
            return "over"; /* What was watched has ended: the page hears it once, and finds out by itself. */
          }
          return response.ok && !response.redirected ? response.text() : Promise.reject(response.status);
        })
        .then(arrived)
        .catch(function () {})
        .finally(function () {
          timer = setTimeout(poll, 3000);
        });
    }
    function listen() {
      stop();
      if (gone() || document.hidden) {
        return;
      }
      if (!window.EventSource || failures > 2) {
        poll();
        return;
      }
      source = new EventSource(address);
      source.addEventListener("version", function (event) {
        failures = 0;
        arrived(event.data);
      });
      source.onerror = function () {
        failures += 1;
        if (gone()) {
          stop();
        } else if (source.readyState === EventSource.CLOSED || failures > 2) {
          failures = 3;
          poll();
        }
      };
    }
    element.addEventListener("htmx:beforeCleanupElement", function (event) {
      if (event.target === element) {
        stop();
      }
    });
    document.addEventListener("visibilitychange", function () {
      if (gone()) {
        stop();
      } else if (document.hidden) {
        stop();
      } else {
        listen();
      }
    });
    listen();
  }
  function watchAll(root) {
    root.querySelectorAll("[data-live]").forEach(function (element) {
      if (!element.dataset.watched) {
        element.dataset.watched = "yes";
        watch(element);
      }
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    focusSummary(document);
    reachTables(document);
    watchAll(document);
    /* The browser keeps the menu open when the page comes back from its cache. */
    document.addEventListener("keydown", function (event) {
      const menu = document.querySelector("details.menu[open]");
      if (event.key === "Escape" && menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  });
  /* A fragment that fails says so; one that meets the login page takes the whole page there. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    const address = event.detail.xhr ? event.detail.xhr.responseURL : "";
    if (address && new URL(address).pathname.startsWith("/inloggen/")) {
      event.detail.shouldSwap = false;
      changed = false;
      window.location.reload();
    }
  });
  function tell(event) {
    const main = document.querySelector("main");
    if (!main || (event.detail.elt && event.detail.elt.dataset.live) || main.querySelector("[data-failed]")) {
      return;
    }
    const box = document.createElement("div");
    box.className = "utrecht-alert utrecht-alert--error alert";
    box.setAttribute("role", "alert");
    box.dataset.failed = "yes";
    const words = document.createElement("p");
    words.textContent = "Dit is niet gelukt. Laad de pagina opnieuw en probeer het nog een keer.";
    box.append(words);
    main.prepend(box);
  }
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:load", function (event) {
    const part = event.detail.elt;
    if (part !== document.body && part.querySelectorAll) {
      focusSummary(part);
      reachTables(part.parentElement || part);
      watchAll(part.parentElement || part);
    }
  });
})();
