// The size of a square image after each of a stack of equal convolutional layers, drawn to scale.

// Sizes of the input and after each layer, as far as the kernel fits; `blocked` says that it did not fit any more.
export function compute({ n, k, p, s, layers }) {
  const sizes = [n];
  let last = n;
  while (sizes.length <= layers && k <= last + 2 * p) {
    last = Math.floor((last + 2 * p - k) / s) + 1;
    sizes.push(last);
  }
  return { sizes, blocked: sizes.length <= layers };
}

const whole = (x) => x.toLocaleString("en-US");

export function words({ n, k, p, s, layers }) {
  const { sizes, blocked } = compute({ n, k, p, s, layers });
  const last = sizes[sizes.length - 1];
  const share = (last / n) ** 2;
  const percent = `${kit.fmt(100 * share, share < 0.1 ? 1 : 0)}%`;
  const now = `Positions: ${whole(n * n)} before, ${whole(last * last)} after (${percent}).`;
  const end = `Layer ${sizes.length} does not fit: ${k} taps on ${last + 2 * p} ${last + 2 * p === 1 ? "cell" : "cells"}.`;
  return `${sizes.join(" → ")}. ${now}${blocked ? ` ${end}` : ""}`;
}

const WIDTH = 340;
const NARROW = 13; // a square with its label needs this much

function draw(state) {
  const { sizes, blocked } = compute(state);
  const gap = 5;
  const slots = sizes.length + (blocked ? 1 : 0);
  const extra = blocked ? NARROW + gap : 0;
  const room = WIDTH - 4 - gap * (slots - 1) - extra;
  // the scale at which all squares fit side by side, none narrower than its label
  let scale = 90 / Math.max(...sizes);
  const taken = () => sizes.reduce((sum, size) => sum + Math.max(NARROW, size * scale), 0);
  while (taken() > room) scale *= 0.97;
  const tall = Math.max(...sizes) * scale;
  const total = taken() + gap * (slots - 1) + (blocked ? NARROW : 0);
  const parts = [];
  let x = (WIDTH - total) / 2;
  sizes.forEach((size, i) => {
    const side = size * scale;
    const width = Math.max(NARROW, side);
    const left = x + (width - side) / 2;
    const top = 4 + tall - side;
    const lines = [];
    if (scale >= 4) {
      for (let j = 1; j < size; j++) {
        lines.push(`M${left + j * scale} ${top}v${side}M${left} ${top + j * scale}h${side}`);
      }
    }
    parts.push(
      kit.svg(
        "g",
        { class: `cnn-cell ${i ? "cnn-output" : "cnn-input"}` },
        kit.svg("rect", { x: left, y: top, width: side, height: side, rx: 1 }),
        kit.svg("path", { d: lines.join(""), stroke: "var(--cnn-line)", "stroke-width": 0.35, fill: "none" }),
        kit.svg("text", { x: x + width / 2, y: tall + 15, "font-size": 10, "font-weight": 600 }, size),
      ),
      kit.svg(
        "text",
        { x: x + width / 2, y: tall + 28, "font-size": 8, "text-anchor": "middle", style: "fill:var(--cnn-muted)" },
        i ? i : "in",
      ),
    );
    x += width + gap;
  });
  if (blocked) {
    const [a, b] = [tall - NARROW + 4, tall + 4];
    const box = { x, y: a, width: NARROW, height: NARROW, fill: "none", stroke: "var(--cnn-bad)", "stroke-dasharray": "3 2" };
    parts.push(
      kit.svg("rect", box),
      kit.svg("path", {
        d: `M${x + 3} ${a + 3}L${x + NARROW - 3} ${b - 3}M${x + 3} ${b - 3}L${x + NARROW - 3} ${a + 3}`,
        stroke: "var(--cnn-bad)",
        "stroke-width": 1.5,
      }),
      kit.svg(
        "text",
        { x: x + NARROW / 2, y: tall + 28, "font-size": 8, "text-anchor": "middle", style: "fill:var(--cnn-muted)" },
        sizes.length,
      ),
    );
  }
  return { parts, height: tall + 34 };
}

export default {
  render({ model, el }) {
    const names = ["n", "k", "p", "s", "layers"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 100, "");
    const live = kit.live();
    el.append(
      kit.controls(
        kit.slider(model, { key: "n", label: "image size", min: 1, max: 64, format: (n) => `${n}×${n}` }),
        kit.slider(model, { key: "k", label: "kernel", min: 1, max: 9, format: (k) => `${k}×${k}` }),
        kit.slider(model, { key: "p", label: "padding", min: 0, max: 4 }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 4 }),
        kit.slider(model, { key: "layers", label: "layers", min: 1, max: 16 }),
      ),
      drawing,
      live,
    );
    kit.watch(model, names, () => {
      const { parts, height } = draw(state());
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
      drawing.replaceChildren(...parts);
      drawing.describe(words(state()));
      live.say(words(state()));
    });
  },
};
