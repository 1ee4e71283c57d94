// The board of sixteen buttons above the two lists of words. The lists hold the choice; the board only fills them in.
(() => {
  const form = document.querySelector("[data-place]");
  if (!form) return;
  const board = form.querySelector("[data-board]");
  const cells = [...board.querySelectorAll("[data-x]")];
  const said = board.querySelector("[data-said]");
  const hint = board.querySelector("[data-board-hint]");
  const warning = form.querySelector("[data-vertical]");
  const value = (name) => Number(form.elements[name].value) || 0;
  const kind = () => form.elements.kind.value;
  const hints = {
    point: "Kies een vak.",
    area: "Kies eerst het vak linksonder of rechtsboven, en dan het vak daartegenover.",
    line: "Kies eerst het vak van de ene groep, en dan een vak daarboven of daaronder voor de andere groep.",
  };
  let first = null;

  const at = (x, y) => cells.find((cell) => Number(cell.dataset.x) === x && Number(cell.dataset.y) === y);
  const chosen = () => {
    const x = value("x"), y = value("y");
    if (!x || !y) return null;
    const wide = kind() === "area" ? Math.max(x, value("x_to")) : x;
    const high = kind() === "point" ? y : Math.max(y, value("y_to"));
    return { x, wide, y, high };
  };
  const quadrants = (box) => {
    const found = new Set();
    for (let x = box.x; x <= box.wide; x++) for (let y = box.y; y <= box.high; y++) found.add(y <= 2 ? (x <= 2 ? "A" : "B") : x <= 2 ? "C" : "D");
    return [...found].sort();
  };
  const range = (low, high) => (low === high ? `fase ${low}` : `fase ${low} tot ${high}`);

  const show = (announce) => {
    const box = chosen();
    for (const cell of cells) {
      const x = Number(cell.dataset.x), y = Number(cell.dataset.y);
      const inside = box && x >= box.x && x <= box.wide && y >= box.y && y <= box.high;
      cell.setAttribute("aria-pressed", inside ? "true" : "false");
    }
    for (const part of form.querySelectorAll("[data-only]")) part.hidden = !part.dataset.only.split(" ").includes(kind());
    for (const part of form.querySelectorAll("[data-phase]")) {
      const number = Number(part.dataset.phase[1]);
      const across = part.dataset.phase[0] === "H";
      part.hidden = !box || (across ? number < box.x || number > box.wide : number < box.y || number > box.high);
    }
    hint.textContent = `${hints[kind()]} Met de pijltjestoetsen gaat u van vak naar vak, met de spatiebalk kiest u.`;
    warning.hidden = !box ? value("y") < 2 : box.high < 2;
    if (announce) {
      const letters = box ? quadrants(box) : [];
      said.textContent = box
        ? `Gekozen: tussen groepen ${range(box.x, box.wide)}, met de overheid ${range(box.y, box.high)}. ${letters.length > 1 ? "Kwadranten" : "Kwadrant"} ${letters.join(" en ")}.`
        : "";
    }
  };

  const set = (x, y, wide, high) => {
    form.elements.x.value = String(x);
    form.elements.y.value = String(y);
    form.elements.x_to.value = kind() === "area" && wide ? String(wide) : "";
    form.elements.y_to.value = kind() !== "point" && high ? String(high) : "";
  };

  const choose = (cell) => {
    const x = Number(cell.dataset.x), y = Number(cell.dataset.y);
    if (kind() === "area" && first) {
      set(Math.min(first.x, x), Math.min(first.y, y), Math.max(first.x, x), Math.max(first.y, y));
      first = null;
    } else if (kind() === "line" && first && first.x === x && first.y !== y) {
      set(x, Math.min(first.y, y), 0, Math.max(first.y, y));
      first = null;
    } else {
      set(x, y, x, kind() === "area" ? y : 0);
      first = kind() === "point" ? null : { x, y };
    }
    show(true);
  };

  const rove = (cell) => {
    for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
  };
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  board.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-x]");
    if (!cell) return;
    let x = Number(cell.dataset.x), y = Number(cell.dataset.y);
    if (steps[event.key]) [x, y] = [x + steps[event.key][0], y + steps[event.key][1]];
    else if (event.key === "Home") x = 1;
    else if (event.key === "End") x = 4;
    else return;
    event.preventDefault();
    const next = at(x, y);
    if (next) {
      rove(next);
      next.focus();
    }
  });
  board.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-x]");
    if (!cell) return;
    rove(cell);
    choose(cell);
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") first = null;
    if (["kind", "x", "x_to", "y", "y_to"].includes(event.target.name)) show(true);
  });

  const start = chosen();
  rove(start ? at(start.x, start.y) : at(1, 1));
  board.hidden = false;
  show(false);
})();
