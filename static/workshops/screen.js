// The big screen: fetches its picture at each change, and replaces only the parts that differ, so that nothing flickers.
(() => {
  "use strict";
  const main = document.querySelector("[data-screen]");
  const away = document.querySelector("[data-away]");
  let busy = false;
  let again = false;
  let waiting = 0;

  // The words of a running clock change every second; they are no change of the part.
  const bare = (part) => {
    const copy = part.cloneNode(true);
    for (const left of copy.querySelectorAll("[data-ends]")) {
      left.textContent = "";
      left.className = "left";
    }
    return copy.outerHTML;
  };

  function show(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    const next = box.content.querySelector("[data-scene]");
    const now = main.querySelector("[data-scene]");
    if (!next) return;
    if (!now || now.dataset.scene !== next.dataset.scene) {
      next.classList.add("scene--arrives");
      main.replaceChildren(next);
    } else {
      const names = (scene) => [...scene.querySelectorAll("[data-part]")].map((part) => part.dataset.part).join();
      if (names(now) !== names(next)) {
        main.replaceChildren(next);
      } else {
        for (const part of now.querySelectorAll("[data-part]")) {
          const other = next.querySelector(`[data-part="${part.dataset.part}"]`);
          if (bare(part) !== bare(other)) part.replaceWith(other);
        }
      }
    }
    document.dispatchEvent(new Event("parts-changed"));
  }

  async function fetchPicture() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    clearTimeout(waiting);
    try {
      const answer = await fetch(main.dataset.screen, { credentials: "same-origin", cache: "no-store" });
      if (answer.status === 410 || answer.status === 404) {
        window.location.reload();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      away.hidden = true;
    } catch {
      away.hidden = false;
      waiting = setTimeout(fetchPicture, 3000);
    } finally {
      busy = false;
      if (again) {
        again = false;
        fetchPicture();
      }
    }
  }

  main.addEventListener("live", fetchPicture);
  window.addEventListener("online", fetchPicture);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) fetchPicture();
  });
  // A meeting that ended makes no version any more: look now and then, however quiet it is.
  setInterval(fetchPicture, 10000);
})();
