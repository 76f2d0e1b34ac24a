// A formula wider than its column scrolls; who has no mouse must be able to reach it with the tab key.
// (The theme does the same for code and tables, but does not know formulas.)
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    if (scrolls) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

window.addEventListener("load", async () => {
  if (!document.querySelector(".math")) return;
  while (!window.MathJax?.startup?.promise) await new Promise((again) => setTimeout(again, 50));
  await window.MathJax.startup.promise;
  document.querySelectorAll("mjx-container[display]").forEach((formula) => watch.observe(formula));
});
