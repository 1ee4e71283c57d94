/* The preview follows the colours while they are typed; without this the button refreshes it. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const sheet = document.querySelector("[data-style-preview]");
    const form = document.getElementById("style-form");
    if (!sheet || !form) {
      return;
    }
    const names = Array.from(new URL(sheet.href).searchParams.keys());
    let timer = null;
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        const address = new URL(sheet.href);
        names.forEach(function (name) {
          const control = form.elements[name];
          if (control) {
            address.searchParams.set(name, control.value.trim().toLowerCase());
          }
        });
        if (address.href !== sheet.href) {
          sheet.href = address.href;
        }
      }, 250);
    });
  });
})();
