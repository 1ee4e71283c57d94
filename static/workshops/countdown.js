// Keeps "nog 12 min" and "2:35" going between two answers of the server, by the server's clock.
(() => {
  "use strict";
  const root = document.querySelector("[data-now]");
  const ahead = root ? Math.round(Date.now() / 1000) - Number(root.dataset.now) : 0;
  const minutes = (left) => {
    if (left < 0) return -left >= 60 ? `${Math.floor(-left / 60)} min over de tijd` : "de tijd is om";
    if (left < 60) return "nog minder dan 1 min";
    const hours = Math.floor(left / 3600), rest = Math.floor(left / 60) % 60;
    if (!hours) return `nog ${rest} min`;
    return rest ? `nog ${hours} uur ${rest} min` : `nog ${hours} uur`;
  };
  const clock = (left) => (left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "de tijd is om");
  function tick() {
    for (const part of document.querySelectorAll("[data-ends]")) {
      const left = Number(part.dataset.ends) - Math.floor(Date.now() / 1000) + ahead;
      const words = part.dataset.as === "clock" ? clock(left) : minutes(left);
      if (part.textContent !== words) part.textContent = words;
      part.classList.toggle("left--soon", left <= 30 && part.dataset.as === "clock");
      part.classList.toggle("left--over", left < 0);
    }
  }
  tick();
  setInterval(tick, 1000);
  document.addEventListener("parts-changed", tick);
})();
