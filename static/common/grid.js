// The map as sixteen buttons: one tab stop, arrow keys from cell to cell, and what a tap makes of the choice so far.
(() => {
  const HIGH = 4;
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const position = (cell) => ({ x: Number(cell.dataset.x), y: Number(cell.dataset.y) });

  window.pvkGrid = {
    /** Watches the buttons in `board`; `choose` gets the position of the one that was taken. */
    watch(board, choose) {
      const cells = [...board.querySelectorAll("[data-x]")];
      const at = (x, y) => cells.find((cell) => Number(cell.dataset.x) === x && Number(cell.dataset.y) === y);
      const rove = (cell) => cells.forEach((other) => { other.tabIndex = other === cell ? 0 : -1; });
      board.addEventListener("keydown", (event) => {
        const cell = event.target.closest("[data-x]");
        if (!cell) return;
        let { x, y } = position(cell);
        if (STEPS[event.key]) [x, y] = [x + STEPS[event.key][0], y + STEPS[event.key][1]];
        else if (event.key === "Home") x = 1;
        else if (event.key === "End") x = HIGH;
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
        choose(position(cell));
      });
      return {
        /** Tab comes to where the choice begins. */
        rest(box) {
          rove(box ? at(box.x, box.y) : at(1, 1));
        },
        /** Shows the box as pressed buttons; `mark` gets each cell and its position for what a page adds. */
        press(box, mark = () => {}) {
          for (const cell of cells) {
            const { x, y } = position(cell);
            const inside = box && x >= box.x && x <= box.wide && y >= box.y && y <= box.high;
            cell.setAttribute("aria-pressed", inside ? "true" : "false");
            mark(cell, x, y);
          }
        },
      };
    },

    /** Two corners make an area, two cells above one another a line; `first` is what was tapped before, or null. */
    tap(kind, first, { x, y }) {
      if (first && (kind === "area" || (kind === "line" && first.x === x && first.y !== y))) {
        const [left, right] = [Math.min(first.x, x), Math.max(first.x, x)];
        const [low, top] = [Math.min(first.y, y), Math.max(first.y, y)];
        return { box: { x: left, wide: right, y: low, high: top }, first: null };
      }
      return { box: { x, wide: x, y, high: y }, first: kind === "point" ? null : { x, y } };
    },
  };
})();
