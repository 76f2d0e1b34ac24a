// The controls and drawing helpers that every figure shares. Python puts this file in front of each module,
// so a module uses `kit` without importing it.
//
//   kit.h(tag, props, ...children)        an HTML element; `onclick: fn` adds a listener, other props are attributes
//   kit.svg(tag, attrs, ...children)      an SVG element
//   kit.canvas(width, height, label)      an <svg> that scales with the page; draw to 340 units of width and the
//                                         figure shows at full size on a phone, larger on a desktop
//   kit.grid({values, kind, …})           squares with numbers in them, as an SVG group
//   kit.picture({values, color, …})       many small squares without numbers, as one SVG image
//   kit.pixels(text, columns)             bytes in base64, row by row, as an array of rows
//   kit.drag(svg, fn)                     fn(x, y, phase) in the drawing's units while a pointer drags
//   kit.controls(...children)             the row that holds the controls
//   kit.slider(model, {key, label, min, max, step, index, format})
//   kit.number(model, {key, label, min, max, step, index})
//   kit.select(model, {key, label, options})        options: values, or [value, text] pairs
//   kit.checkbox(model, {key, label})
//   kit.buttons(model, {key, label, options})       one of several, as a group of toggle buttons
//   kit.stepper(model, {key, label, min, max, format, delay})   back, next, play, start again
//   kit.button(label, fn)                 a plain action
//   kit.live()                            the figure's result in words; `live.say(text)` changes it
//   kit.legend([[kind, text], …])         what the colours mean
//   kit.onChange(model, keys, fn)         fn() when one of the keys changes; kit.watch also calls it now
//   kit.set(model, key, value, index)     write a value (or one element of an array) and send it to Python
//   kit.fmt(x, digits = 3)                a number for people: 0.5, −1.25, 3
//
// `min` and `max` may be functions of nothing: they are asked again whenever the model changes, and a value
// out of range moves inside. Every control follows the model, so Python or another control can move it.
const kit = (() => {
  const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  function fill(node, props, children) {
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === undefined || value === null || value === false) continue;
      if (typeof value === "function") node.addEventListener(name.replace(/^on/, "").toLowerCase(), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }

  const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
  const svg = (tag, attrs, ...children) => fill(document.createElementNS(SVG_NAMESPACE, tag), attrs, children);

  function canvas(width, height, label, ...children) {
    const attrs = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "cnn-canvas" };
    const drawing = svg("svg", attrs, ...children);
    drawing.style.maxWidth = `${Math.round(width * 1.4)}px`;
    drawing.describe = (text) => drawing.setAttribute("aria-label", text);
    return drawing;
  }

  function fmt(x, digits = 3) {
    if (typeof x !== "number" || !Number.isFinite(x)) return String(x);
    const text = String(Number(x.toFixed(digits)));
    return (text === "-0" ? "0" : text).replace("-", "\u2212");
  }

  // ---- the model -------------------------------------------------------------------------------------------

  function onChange(model, keys, fn) {
    for (const key of [keys].flat()) model.on(`change:${key}`, fn);
    return fn;
  }

  function watch(model, keys, fn) {
    onChange(model, keys, fn)();
    return fn;
  }

  const get = (model, key, index) => (index === undefined ? model.get(key) : model.get(key)[index]);
  const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

  function set(model, key, value, index) {
    if (same(get(model, key, index), value)) return;
    // a fresh array, or the model does not see that it changed
    model.set(key, index === undefined ? value : model.get(key).map((old, i) => (i === index ? value : old)));
    model.save_changes();
  }

  // ---- controls --------------------------------------------------------------------------------------------

  const controls = (...children) => h("div", { class: "cnn-controls" }, ...children);
  const textOf = (label) => (label instanceof Node ? label.textContent : String(label)).trim();
  const value = (bound) => (typeof bound === "function" ? bound() : bound);
  const pairs = (options) => options.map((option) => (Array.isArray(option) ? option : [option, String(option)]));

  // The part that range and number inputs share: two-way binding, moving bounds, clamping.
  function bindNumber(model, input, { key, index, min, max }, show) {
    const refresh = () => {
      if (value(min) !== undefined) input.min = value(min);
      if (value(max) !== undefined) input.max = value(max);
      let now = get(model, key, index);
      if (value(max) !== undefined && now > value(max)) now = value(max);
      if (value(min) !== undefined && now < value(min)) now = value(min);
      show(now);
      set(model, key, now, index);
    };
    model.on("change", refresh);
    refresh();
  }

  function slider(model, { key, label, min = 0, max, step = 1, index, format = fmt }) {
    const input = h("input", { type: "range", step, "aria-label": textOf(label) });
    const readout = h("output", { "aria-live": "off" }); // aria-valuetext already says it
    input.addEventListener("input", () => set(model, key, Number(input.value), index));
    bindNumber(model, input, { key, index, min, max }, (now) => {
      if (Number(input.value) !== now) input.value = now;
      const text = format(now);
      input.setAttribute("aria-valuetext", text);
      readout.textContent = text;
    });
    return h("label", { class: "cnn-control cnn-slider" }, h("span", { class: "cnn-name" }, label), input, readout);
  }

  function number(model, { key, label, min, max, step = 1, index }) {
    const input = h("input", { type: "number", step, "aria-label": textOf(label), inputmode: "decimal" });
    const bounds = { key, index, min, max };
    const show = (now) => {
      if (input.value === "" || Number(input.value) !== now) input.value = now;
    };
    input.addEventListener("input", () => {
      const now = Number(input.value);
      const inside = !(now < value(min)) && !(now > value(max));
      if (input.value !== "" && Number.isFinite(now) && inside) set(model, key, now, index);
    });
    input.addEventListener("change", () => show(get(model, key, index))); // leaving it shows what holds
    bindNumber(model, input, bounds, (now) => {
      if (document.activeElement !== input) show(now);
      else if (input.value !== "" && Number(input.value) !== now && input.validity.valid) show(now);
    });
    return h("label", { class: "cnn-control cnn-number" }, h("span", { class: "cnn-name" }, label), input);
  }

  function select(model, { key, label, options, index }) {
    const choices = pairs(options);
    const input = h(
      "select",
      { "aria-label": textOf(label) },
      choices.map(([, text], i) => h("option", { value: i }, text)),
    );
    input.addEventListener("change", () => set(model, key, choices[Number(input.value)][0], index));
    watch(model, key, () => {
      input.value = choices.findIndex(([choice]) => same(choice, get(model, key, index)));
    });
    return h("label", { class: "cnn-control cnn-select" }, h("span", { class: "cnn-name" }, label), input);
  }

  function checkbox(model, { key, label, index }) {
    const input = h("input", { type: "checkbox" });
    input.addEventListener("change", () => set(model, key, input.checked, index));
    watch(model, key, () => {
      input.checked = Boolean(get(model, key, index));
    });
    return h("label", { class: "cnn-control cnn-checkbox" }, input, h("span", { class: "cnn-name" }, label));
  }

  function button(label, fn, props) {
    return h("button", { type: "button", class: "cnn-button", onclick: fn, ...props }, label);
  }

  function buttons(model, { key, label, options, index }) {
    const choices = pairs(options);
    const items = choices.map(([choice, text]) => button(text, () => set(model, key, choice, index)));
    watch(model, key, () => {
      items.forEach((item, i) => item.setAttribute("aria-pressed", same(choices[i][0], get(model, key, index))));
    });
    return h(
      "div",
      { class: "cnn-control cnn-buttons", role: "group", "aria-label": textOf(label) },
      h("span", { class: "cnn-name" }, label),
      h("span", { class: "cnn-segments" }, items),
    );
  }

  function stepper(model, { key, label, min = 0, max, format, delay = 900 }) {
    let timer = null;
    const low = () => value(min);
    const high = () => value(max);
    const go = (step) => set(model, key, Math.min(high(), Math.max(low(), step)));
    const say = format ?? ((step) => `${step - low() + 1} of ${high() - low() + 1}`);
    const stop = () => {
      clearInterval(timer);
      timer = null;
      refresh();
    };
    const press = (fn) => () => {
      stop();
      fn();
    };
    const tick = () => {
      if (!readout.isConnected || model.get(key) >= high()) stop();
      else go(model.get(key) + 1);
    };
    const play = () => {
      if (timer !== null) return stop();
      if (model.get(key) >= high()) go(low());
      timer = setInterval(tick, delay);
      refresh();
    };
    const restart = button("Start", press(() => go(low())), { "aria-label": "Back to the start" });
    const back = button("Back", press(() => go(model.get(key) - 1)));
    const next = button("Next", press(() => go(model.get(key) + 1)));
    const player = button("Play", play);
    const readout = h("output", { "aria-live": "off" });
    // aria-disabled, not disabled: a button that loses the focus at the last step throws the reader out
    const off = (item, isOff) => item.setAttribute("aria-disabled", isOff);
    function refresh() {
      const step = model.get(key);
      if (step < low() || step > high()) return go(step);
      off(restart, step <= low());
      off(back, step <= low());
      off(next, step >= high());
      player.textContent = timer === null ? "Play" : "Pause";
      readout.textContent = say(step);
    }
    model.on("change", refresh);
    refresh();
    return h(
      "div",
      {
        class: "cnn-control cnn-stepper",
        role: "group",
        "aria-label": textOf(label),
        onkeydown: (event) => {
          const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (!move) return;
          event.preventDefault();
          press(() => go(model.get(key) + move))();
        },
      },
      h("span", { class: "cnn-name" }, label),
      h("span", { class: "cnn-segments" }, restart, back, next, player),
      readout,
    );
  }

  // ---- words and colours -----------------------------------------------------------------------------------

  function live() {
    const node = h("p", { class: "cnn-live", role: "status", "aria-live": "polite", "aria-atomic": "true" });
    node.say = (...parts) => {
      const words = parts.map((part) => (part instanceof Node ? part.textContent : String(part))).join("");
      if (node.textContent !== words) node.replaceChildren(...parts);
    };
    return node;
  }

  const legend = (entries) =>
    h(
      "ul",
      { class: "cnn-legend" },
      entries.map(([kind, text]) => h("li", {}, h("span", { class: `cnn-swatch cnn-${kind}` }), text)),
    );

  // ---- drawing ---------------------------------------------------------------------------------------------

  // values: [1, 2] or [[1, 2], [3, 4]]; kind: input, kernel, output, pad, plain (also a function of row, column).
  // Returns a <g>; `g.show(values, {kind, on, dim})` redraws, where on and dim are functions of (row, column).
  function grid({ values, x = 0, y = 0, size = 36, gap = 0, kind = "plain", format = fmt, on, dim }) {
    const rows = (a) => (Array.isArray(a[0]) ? a : [a]);
    const group = svg("g", { class: "cnn-grid", transform: `translate(${x} ${y})` });
    const call = (fn, r, c) => (typeof fn === "function" ? fn(r, c) : fn);
    const cells = rows(values).map((row, r) =>
      row.map((_, c) => {
        const left = c * (size + gap);
        const top = r * (size + gap);
        const rect = svg("rect", { x: left, y: top, width: size, height: size, rx: Math.min(3, size / 8) });
        const text = svg("text", { x: left + size / 2, y: top + size / 2, "font-size": size * 0.42 });
        const cell = svg("g", {}, rect, text);
        group.append(cell);
        return { cell, rect, text };
      }),
    );
    group.cells = cells;
    group.show = (now, change = {}) => {
      const style = { kind, on, dim, ...change };
      rows(now).forEach((row, r) =>
        row.forEach((number, c) => {
          const { cell, text } = cells[r][c];
          const words = number === null || number === undefined ? "" : typeof number === "number" ? format(number) : number;
          text.textContent = words;
          // long numbers shrink to fit the square
          text.setAttribute("font-size", Math.min(size * 0.42, (size * 1.45) / Math.max(1, String(words).length)));
          const names = ["cnn-cell", `cnn-${call(style.kind, r, c)}`];
          if (call(style.on, r, c)) names.push("cnn-on");
          if (call(style.dim, r, c)) names.push("cnn-dim");
          cell.setAttribute("class", names.join(" "));
          if (call(style.on, r, c)) group.append(cell); // its thick border above the neighbors'
        }),
      );
      return group;
    };
    return group.show(values);
  }

  function pixels(text, columns) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return Array.from({ length: bytes.length / columns }, (_, r) =>
      Array.from(bytes.slice(r * columns, (r + 1) * columns)),
    );
  }

  // values: [[…], …]; color: a function from value to [red, green, blue, alpha] from 0 to 255, or null for nothing there.
  function picture({ values, x = 0, y = 0, width, height, color }) {
    const [rows, columns] = [values.length, values[0].length];
    const sheet = h("canvas", { width: columns, height: rows });
    const context = sheet.getContext("2d");
    const pixels = context.createImageData(columns, rows);
    values.flat().forEach((value, i) => pixels.data.set(color(value) ?? [0, 0, 0, 0], 4 * i));
    context.putImageData(pixels, 0, 0);
    const place = { x, y, width, height, preserveAspectRatio: "none", style: "image-rendering:pixelated" };
    return svg("image", { href: sheet.toDataURL(), ...place });
  }

  function drag(drawing, fn) {
    const tell = (event, phase) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
      fn(at.x, at.y, phase);
    };
    drawing.classList.add("cnn-draggable");
    drawing.addEventListener("pointerdown", (event) => {
      drawing.setPointerCapture(event.pointerId);
      tell(event, "start");
    });
    drawing.addEventListener("pointermove", (event) => {
      if (drawing.hasPointerCapture(event.pointerId)) tell(event, "move");
    });
    drawing.addEventListener("pointerup", (event) => tell(event, "end"));
  }

  return {
    h, svg, canvas, grid, picture, pixels, drag, controls, slider, number, select, checkbox, buttons, stepper, button, live, legend,
    onChange, watch, set, fmt,
  }; // prettier-ignore
})();
