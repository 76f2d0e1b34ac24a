// A kernel on a short signal. Each tap is a cell that walks: to the next position, or, at the flip, to the other end.
export function compute({ x, w, flip, position }) {
  const taps = flip ? [...w].reverse() : w;
  const at = (i) => taps.map((tap, a) => tap * x[i + a]);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const products = at(position);
  const running = products.map((_, a) => sum(products.slice(0, a + 1)));
  const y = Array.from({ length: x.length - w.length + 1 }, (_, i) => sum(at(i)));
  return { taps, products, running, y };
}

// "1/3" for people, and back: the box filter has no short decimal.
export function fraction(value) {
  for (let bottom = 1; bottom < 10; bottom += 1) {
    const top = value * bottom;
    const whole = Math.abs(top - Math.round(top)) < 1e-9;
    if (whole) return [3, 6, 7, 9].includes(bottom) ? `${kit.fmt(Math.round(top))}/${bottom}` : kit.fmt(value);
  }
  return kit.fmt(value, 2);
}

export function number(text) {
  const [top, bottom = "1", ...rest] = text.trim().replace(/\u2212/g, "-").replace(",", ".").split("/");
  const value = rest.length || !top.trim() || !bottom.trim() ? NaN : Number(top) / Number(bottom);
  return Number.isFinite(value) && Math.abs(value) <= 99 ? value : null;
}

const PRESETS = {
  3: [
    [[1 / 3, 1 / 3, 1 / 3], "box"],
    [[0, 0, 1], "0, 0, 1"],
    [[1, 2, 3], "1, 2, 3"],
    [[-1, 1, 0], "difference"],
  ],
};

function tapInput(model, index) {
  const name = `tap ${index}`;
  const input = kit.h("input", { type: "text", inputmode: "text", autocomplete: "off", "aria-label": name });
  input.style.width = "4em";
  const show = () => {
    if (document.activeElement !== input || number(input.value) !== model.get("w")[index]) {
      input.value = fraction(model.get("w")[index]);
    }
    input.removeAttribute("aria-invalid");
  };
  input.addEventListener("input", () => {
    const value = number(input.value);
    if (value === null) input.setAttribute("aria-invalid", "true");
    else kit.set(model, "w", value, index);
  });
  input.addEventListener("blur", () => {
    input.value = fraction(model.get("w")[index]);
    input.removeAttribute("aria-invalid");
  });
  kit.watch(model, "w", show);
  return input;
}

export default {
  render({ model, el }) {
    const x = model.get("x");
    const size = Math.min(46, Math.floor(324 / x.length));
    const last = () => x.length - model.get("w").length;
    const left = (340 - x.length * size) / 2;
    const column = (i) => left + i * size;
    const rows = { x: 18, w: 88, products: 158, running: 228, y: 298 };
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

    const words = kit.live();
    const drawing = kit.canvas(340, rows.y + size + 22, "");
    const name = (y, text) => kit.svg("text", { x: left, y: y - 6, "font-size": 12 }, text);
    const cells = (values, y, kind) => kit.grid({ values, x: left, y, size, kind });
    const samples = cells(x, rows.x, "input");
    const products = kit.svg("g");
    const running = kit.svg("g");
    const arrow = kit.svg("path", { fill: "none", stroke: "var(--cnn-output)", "stroke-width": 2 });
    const head = kit.svg("path", { d: "M-5,-8 L0,0 L5,-8 Z", fill: "var(--cnn-output)" });
    const outputs = kit.grid({ values: Array(last() + 1).fill(null), x: left, y: rows.y, size, kind: "output" });
    const taps = model.get("w").map((_, a) => {
      const cell = kit.grid({ values: [0], size, kind: "kernel", format: fraction });
      const index = kit.svg("text", { x: size - 4, y: size - 5, "font-size": 10, "text-anchor": "end" }, String(a));
      const walker = kit.svg("g", {}, cell, index);
      walker.style.transition = calm ? "" : "transform 0.4s ease";
      return { cell, walker };
    });
    drawing.append(
      name(rows.x, "signal"), samples,
      name(rows.w, "kernel; the small number is the tap"), ...taps.map(({ walker }) => walker),
      name(rows.products, "tap × sample"), products,
      name(rows.running, "running sum"), running, arrow, head,
      name(rows.y + size + 22, "outputs so far"), outputs,
    ); // prettier-ignore

    const draw = () => {
      const [w, flip, position] = ["w", "flip", "position"].map((key) => model.get(key));
      const now = compute({ x, w, flip, position });
      const inside = (i) => i >= position && i < position + w.length;
      samples.show(x, { on: (_, i) => inside(i), dim: (_, i) => !inside(i) });
      taps.forEach(({ cell, walker }, a) => {
        cell.show([w[a]]);
        walker.style.transform = `translate(${column(position + (flip ? w.length - 1 - a : a))}px, ${rows.w}px)`;
      });
      const place = { x: column(position), size, format: (value) => kit.fmt(value, 2) };
      products.replaceChildren(kit.grid({ ...place, values: now.products, y: rows.products }));
      const end = (_, a) => a === w.length - 1;
      const sums = { values: now.running, y: rows.running, kind: "output", on: end, dim: (r, a) => !end(r, a) };
      running.replaceChildren(kit.grid({ ...place, ...sums }));
      outputs.show(
        now.y.map((value, i) => (i <= position ? value : null)),
        { format: (value) => kit.fmt(value, 2), on: (_, i) => i === position, dim: (_, i) => i > position },
      );
      const from = column(position + w.length - 0.5);
      const to = column(position + 0.5);
      const [top, bottom] = [rows.running + size, rows.y];
      arrow.setAttribute("d", `M${from},${top + 2} V${top + 10} H${to} V${bottom - 4}`);
      head.setAttribute("transform", `translate(${to} ${bottom - 1})`);

      const terms = now.products.map((value) => kit.fmt(value, 2)).join(" + ").replaceAll("+ \u2212", "\u2212 ");
      const pairs = now.taps.map((tap, a) => `${fraction(tap)} \u00d7 ${kit.fmt(x[position + a])}`).join(", ");
      const operation = flip ? "convolution, kernel flipped" : "correlation, kernel as given";
      words.say(`Output ${position} (${operation}): ${pairs}. ${terms} = ${kit.fmt(now.y[position], 2)}.`);
      drawing.describe(`Window on samples ${position} to ${position + w.length - 1}. ${words.textContent}`);
    };

    const toWindow = (px) => {
      const wanted = Math.round((px - left) / size - model.get("w").length / 2);
      kit.set(model, "position", Math.max(0, Math.min(last(), wanted)));
    };
    kit.drag(drawing, toWindow);

    // a button looks pressed when the model holds its very array, so the start gets the model's own
    const same = (values) => values.join() === model.get("w").join();
    const presets = (PRESETS[model.get("w").length] ?? []).map(([w, text]) => [same(w) ? model.get("w") : w, text]);
    el.append(
      kit.controls(
        kit.stepper(model, { key: "position", label: "Window", max: last, format: (i) => `output ${i}` }),
        kit.buttons(model, { key: "flip", label: "Operation", options: [[false, "correlation"], [true, "convolution"]] }),
      ),
      kit.controls(
        kit.h(
          "div",
          { class: "cnn-control", role: "group", "aria-label": "Kernel" },
          kit.h("span", { class: "cnn-name" }, "Kernel"),
          model.get("w").map((_, a) => tapInput(model, a)),
        ),
        presets.length > 0 && kit.buttons(model, { key: "w", label: "or choose", options: presets }),
      ),
      drawing,
      words,
    ); // prettier-ignore
    kit.watch(model, ["w", "flip", "position"], draw);
  },
};
