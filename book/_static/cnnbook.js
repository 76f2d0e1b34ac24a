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

// The front page lists what was built beside the pages (downloads.js, written by `make pdf` and `make site`).
window.addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("cnn-downloads");
  if (!list) return;
  const home = document.documentElement.dataset.content_root ?? "";
  for (const { file, title, size } of window.cnnDownloads ?? []) {
    const link = document.createElement("a");
    link.className = "cnn-download";
    link.href = home + file;
    link.textContent = `${title} (${size})`;
    list.append(link, " ");
  }
});
