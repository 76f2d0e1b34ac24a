// Starts one figure of a page without a kernel. Runs as a classic script inside the figure: where modules or
// this syntax are not known, or the figure throws, its fallback stays or comes back.
(() => {
  const figure = document.currentScript.closest(".cnn-fig");
  const fallback = figure.querySelector(".cnn-fallback");
  const body = figure.querySelector(".cnn-body");
  const { css, source, state } = JSON.parse(figure.querySelector(".cnn-data").textContent);

  const listeners = {};
  const tell = (event) => [...(listeners[event] ?? [])].forEach((fn) => fn());
  const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
  const model = {
    get: (key) => state[key],
    set(key, value) {
      const values = typeof key === "object" ? key : { [key]: value };
      const changed = Object.keys(values).filter((name) => !same(state[name], values[name]));
      Object.assign(state, values);
      changed.forEach((name) => tell(`change:${name}`));
      if (changed.length) tell("change");
    },
    on: (events, fn) => events.split(" ").forEach((event) => (listeners[event] ??= []).push(fn)),
    off: (events, fn) =>
      events.split(" ").forEach((event) => (listeners[event] = (listeners[event] ?? []).filter((f) => f !== fn))),
    save_changes() {},
  };

  async function start() {
    if (![...document.querySelectorAll("style.cnn-css")].some((style) => style.textContent === css)) {
      const style = document.createElement("style");
      style.className = "cnn-css";
      style.textContent = css;
      document.head.append(style);
    }
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      await (await import(url)).default.render({ model, el: body });
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  fallback.hidden = true;
  start().then(
    () => (figure.dataset.state = "ready"),
    (error) => {
      body.replaceChildren();
      fallback.hidden = false;
      figure.dataset.state = "failed";
      console.error(`interactive figure ${figure.dataset.module} failed:`, error);
    },
  );
})();
