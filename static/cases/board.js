// The board of sixteen buttons above the two lists of words. The lists hold the choice; the board only fills them in.
(() => {
  const form = document.querySelector("[data-place]");
  if (!form) return;
  const board = form.querySelector("[data-board]");
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
    grid.press(box);
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

  const grid = window.pvkGrid.watch(board, (cell) => {
    const { box, first: corner } = window.pvkGrid.tap(kind(), first, cell);
    first = corner;
    form.elements.x.value = String(box.x);
    form.elements.y.value = String(box.y);
    form.elements.x_to.value = kind() === "area" ? String(box.wide) : "";
    form.elements.y_to.value = kind() === "area" || box.high !== box.y ? String(box.high) : "";
    show(true);
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") first = null;
    if (["kind", "x", "x_to", "y", "y_to"].includes(event.target.name)) show(true);
  });

  grid.rest(chosen());
  board.hidden = false;
  show(false);
})();
