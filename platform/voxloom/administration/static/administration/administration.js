// What Unfold and Django's own scripts leave without a name for who does not see the page.
(() => {
  "use strict";

  const nameOf = (select) => {
    const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.trim() : columnOf(select));
  };

  // A field in a table of forms stands below its name.
  const columnOf = (field) => {
    const cell = field.closest("td");
    const heads = cell && cell.closest("table").querySelectorAll("thead th");
    const head = heads && heads[cell.cellIndex];
    return head ? head.textContent.replace("*", "").trim() : "";
  };

  const name = (element, text) => {
    if (text && element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
  };

  const mend = () => {
    for (const field of document.querySelectorAll("td select, td input:not([type=hidden]), td textarea")) {
      if (field.labels.length === 0) name(field, nameOf(field));
    }
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const box = select.nextElementSibling;
      for (const part of box ? box.querySelectorAll("[role=combobox], [role=textbox]") : []) name(part, nameOf(select));
    }
    for (const help of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) help.setAttribute("role", "img");
    const side = document.querySelector("#nav-sidebar-apps .simplebar-content-wrapper");
    if (side) name(side, "Pages of the administration");
  };

  addEventListener("load", () => {
    mend();
    // Rows are added, and lists are dressed, after the page is there.
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  });
})();
