/* Shows the fields for a new place only when one is chosen, and of those only what the kind needs. */
(function () {
  "use strict";

  const NEEDED = { x_to: ["area"], y_to: ["area", "line"], unclear: ["area"], group_low: ["line"], group_high: ["line"] };
  const section = document.getElementById("nieuwe-plaats");
  const form = section ? section.closest("form") : null;
  if (!form) {
    return;
  }

  function chosen(name) {
    const input = form.querySelector("input[name='" + name + "']:checked");
    return input ? input.value : "";
  }

  function show() {
    section.hidden = chosen("place") !== "new";
    const kind = chosen("nu-kind") || "point";
    Object.keys(NEEDED).forEach(function (name) {
      const field = document.getElementById("field_nu-" + name);
      if (field) {
        field.hidden = NEEDED[name].indexOf(kind) === -1;
      }
    });
  }

  form.addEventListener("change", show);
  show();
})();
