/* Answers save themselves. Without this file every question has a button. */
(function () {
  "use strict";
  let waiting = 0;
  const typed = new Set();
  const sent = new Map(); /* Request to form: a table is drawn anew, so afterwards the form itself may be gone. */

  function formOf(element) {
    return element && element.closest ? element.closest("form[data-answer]") : null;
  }

  /* The button is for who has no script; here a change saves by itself. */
  function prepare(root) {
    if (!window.htmx) {
      return;
    }
    root.querySelectorAll("[data-without-script]").forEach(function (button) {
      button.hidden = true;
    });
    root.querySelectorAll("[data-with-script]").forEach(function (hint) {
      hint.hidden = false;
    });
  }

  /* "Weet ik niet" and an answer exclude each other: the last choice wins on the screen, before it is sent. */
  document.addEventListener("change", function (event) {
    const form = formOf(event.target);
    if (!form || !form.querySelector("[data-unknown]")) {
      return;
    }
    const unknown = form.querySelector("[data-unknown]");
    if (event.target === unknown && unknown.checked) {
      form.querySelectorAll("[data-part] input[type=checkbox]").forEach(function (box) {
        box.checked = false;
      });
    } else if (event.target.closest("[data-part]") && event.target.checked) {
      unknown.checked = false;
    }
  }, true);

  document.addEventListener("input", function (event) {
    const form = formOf(event.target);
    if (form) {
      typed.add(form.id);
    }
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    const form = formOf(event.detail.elt);
    if (form) {
      waiting += 1;
      sent.set(event.detail.xhr, form.id);
      typed.delete(form.id);
      const mark = form.querySelector("[data-mark]");
      if (mark) {
        mark.textContent = "Bezig met bewaren…";
      }
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const id = sent.get(event.detail.xhr);
    if (!id) {
      return;
    }
    sent.delete(event.detail.xhr);
    waiting = Math.max(0, waiting - 1);
    const form = document.getElementById(id);
    if (!event.detail.successful) {
      typed.add(id);
      const mark = form && form.querySelector("[data-mark]");
      if (mark) {
        mark.textContent = "Nog niet bewaard";
      }
    }
    if (leaving === id) {
      leaving = null;
      if (event.detail.successful && form) {
        window.setTimeout(function () {
          goOn(form);
        });
      }
    }
  });

  /* The session ended while this page was open. The answer stays on the screen; after logging in again it is sent. */
  let tried = 0;
  function person(root) {
    const name = root.querySelector(".account__name");
    return name ? name.textContent.trim() : "";
  }
  function again() {
    const notice = document.getElementById("uitgelogd");
    if (!notice || !typed.size || Date.now() - tried < 2000) {
      return;
    }
    tried = Date.now();
    fetch(window.location.pathname + window.location.search, { credentials: "same-origin" }).then(function (response) {
      return response.ok && !response.redirected ? response.text() : "";
    }).then(function (text) {
      const fresh = new DOMParser().parseFromString(text, "text/html");
      const number = fresh.querySelector("input[name=csrfmiddlewaretoken]");
      const other = Boolean(text) && person(fresh) !== person(document);
      notice.hidden = Boolean(number) && !other;
      notice.querySelector("[data-other-person]").hidden = !other;
      notice.querySelector("[data-signed-out]").hidden = other;
      if (number && !other) {
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
          field.value = number.value;
        });
        sendTyped();
      }
    }).catch(function () {
      notice.hidden = false;
    });
  }
  document.addEventListener("signed-out", function () {
    window.setTimeout(again, 50); /* after the request is over and the answer counts as not kept */
  });
  window.addEventListener("focus", function () {
    const notice = document.getElementById("uitgelogd");
    if (notice && !notice.hidden) {
      again();
    }
  });

  function sendTyped() {
    typed.forEach(function (id) {
      const form = document.getElementById(id);
      if (form && window.htmx) {
        window.htmx.trigger(form, "bewaar");
      }
    });
  }

  /* Calls back when everything that was typed is kept. What is wrong, or cannot be kept, comes into view instead. */
  function whenKept(then) {
    sendTyped();
    const start = Date.now();
    (function go() {
      const wrong = document.querySelector("form[data-answer] [data-wrong]");
      if (wrong) {
        wrong.scrollIntoView({ block: "center" });
      } else if (!waiting && !typed.size) {
        then();
      } else if (waiting ? Date.now() - start < 20000 : Date.now() - start < 4000) {
        window.setTimeout(go, 60);
      }
    })();
  }

  /* A link waits until what was typed is kept. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href").startsWith("#") || (!waiting && !typed.size)) {
      return;
    }
    event.preventDefault();
    whenKept(function () {
      window.location.assign(link.href);
    });
  });

  /* So does the button that opens the next worksheet. */
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-onward-form]") && (waiting || typed.size)) {
      event.preventDefault();
      event.stopPropagation();
      whenKept(function () {
        event.target.submit();
      });
    }
  }, true);

  /* Enter keeps the answer and goes to the next question that applies; after the last one to what comes next. */
  let leaving = null;
  document.addEventListener("submit", function (event) {
    if (formOf(event.target)) {
      leaving = event.target.id;
    }
  });
  document.addEventListener("keydown", function (event) {
    const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) ? formOf(event.target) : null;
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  function goOn(form) {
    const question = form.closest(".question");
    const wrong = question.querySelector("[data-wrong]");
    if (wrong) {
      const field = question.querySelector("[data-part] input, [data-part] textarea, [data-part] select");
      (field || wrong).focus();
      return;
    }
    const all = Array.from(document.querySelectorAll(".question"));
    const next = all.slice(all.indexOf(question) + 1).find(function (each) {
      return !each.hidden && each.querySelector("[data-part]");
    });
    const part = next && next.querySelector("[data-part]");
    const target = part ? part.querySelector("input:checked") || part.querySelector("input, textarea, select") : document.querySelector("[data-onward]");
    if (target) {
      target.focus();
      (next || target).scrollIntoView({ block: "nearest" });
    }
  }
  window.addEventListener("beforeunload", function (event) {
    if (waiting || typed.size) {
      event.preventDefault();
    }
  });

  /* Questions that apply only after another answer come and go; what stands in them is kept. */
  document.addEventListener("analysis:shown", function (event) {
    Object.entries(event.detail).forEach(function (entry) {
      const question = document.getElementById("vraag-" + entry[0]);
      if (question && typeof entry[1] === "boolean") {
        question.hidden = !entry[1];
      }
    });
  });

  document.addEventListener("DOMContentLoaded", function () {
    prepare(document);
  });
  document.addEventListener("htmx:load", function (event) {
    prepare(event.detail.elt.parentElement || document);
  });
})();
