
"use strict";
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  all("[data-with-script]").forEach((part) => { part.hidden = false; });

  // Copying: where the browser has no clipboard to give, the words are selected for the keys of copying.
  const said = document.getElementById("said");
  const select = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const byHand = (part) => {
    select(part);
    return document.execCommand("copy");
  };
  all("button[data-copies]").forEach((button) => {
    const words = button.textContent;
    const part = document.getElementById(button.dataset.copies);
    const tell = (text, shown) => {
      said.textContent = text;
      button.textContent = shown;
      window.setTimeout(() => { button.textContent = words; said.textContent = ""; }, 2500);
    };
    button.addEventListener("click", async () => {
      let copied = false;
      try {
        await navigator.clipboard.writeText(part.textContent);
        copied = true;
      } catch {
        copied = byHand(part);
      }
      if (copied) {
        tell("Copied.", "Copied");
      } else {
        select(part);
        tell("It can't be copied from here: the words are selected, press Ctrl+C.", "Press Ctrl+C");
      }
    });
  });

  const form = document.getElementById("filter");
  if (!form) return;
  const findings = all(".finding");
  const groups = all(".group");
  const count = document.getElementById("count");
  // Only a screen obeys it: on paper, which shows no filter, every finding stands.
  const apply = () => {
    const kinds = all("input[name=kind]:checked", form).map((box) => box.value);
    const whose = form.elements.whose.value;
    findings.forEach((one) => {
      one.classList.toggle("out", !kinds.includes(one.dataset.kind) || (whose !== "" && one.dataset.whose !== whose.slice(1)));
    });
    groups.forEach((group) => { group.classList.toggle("out", !all(".finding:not(.out)", group).length); });
    const shown = all(".finding:not(.out)").length;
    count.textContent = `${shown} of ${findings.length} ${findings.length === 1 ? "entry" : "entries"} shown`;
  };
  const reveal = (hash) => {
    const target = document.getElementById(hash.slice(1));
    if (target && target.classList.contains("out")) {
      form.reset();
      apply();
      target.scrollIntoView();
    }
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => window.setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => reveal(window.location.hash));
  // A second click on one link changes no hash.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  apply();
  reveal(window.location.hash);
})();
