// An image cut into tiles that trade places: what the eye loses, what a fully connected unit does not notice.

// `order[i]` is the pixel that moves to place i. The unit's weights move with their pixels, or stay where they are.
export function compute({ picture, weights, orders, step, follow }) {
  const order = orders[step];
  const n = picture.length;
  const mixed = Array.from({ length: n }, (_, r) =>
    Array.from({ length: n }, (_, c) => picture[Math.floor(order[r * n + c] / n)][order[r * n + c] % n]),
  );
  const flat = weights.flat();
  const moved = follow ? order.map((from) => flat[from]) : flat;
  const sum = (pixels, w) => pixels.flat().reduce((total, pixel, i) => total + (pixel / 255) * w[i], 0);
  return { mixed, moved, before: sum(picture, flat), after: sum(mixed, moved), neighbors: neighbors(mixed) };
}

// Correlation of a pixel with its right neighbor; 0 where the image is flat.
export function neighbors(image) {
  const left = image.flatMap((row) => row.slice(0, -1));
  const right = image.flatMap((row) => row.slice(1));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(left), mean(right)];
  const spread = (values, middle) => mean(values.map((value) => (value - middle) ** 2));
  const together = mean(left.map((value, i) => (value - a) * (right[i] - b)));
  const scale = Math.sqrt(spread(left, a) * spread(right, b));
  return scale ? together / scale : 0;
}

const WIDTH = 340;
const SIDE = 104;
const TOP = 20;
const ROW = SIDE + 30;

// Numbers as pixels, in a thin frame.
function pixels(values, x, y, color) {
  const place = { x, y, width: SIDE, height: SIDE };
  return [kit.picture({ values, ...place, color }), kit.svg("rect", { ...place, fill: "none", stroke: "var(--cnn-line)" })];
}

const gray = (value) => [value, value, value, 255];
// blue below zero, white at zero, orange above
const signed = (most) => (value) => {
  const share = Math.min(1, Math.abs(value) / most);
  const end = value < 0 ? [0, 90, 168] : [213, 94, 0];
  return [...end.map((channel) => Math.round(255 + (channel - 255) * share)), 255];
};

export default {
  render({ model, el }) {
    const [pictures, weights, orders, tiles] = ["pictures", "weights", "orders", "tiles"].map((key) => model.get(key));
    const errors = model.get("errors");
    const curves = Object.entries(errors);
    const n = pictures[0].length;
    const most = Math.max(...weights.flat().map(Math.abs));
    const drawing = kit.canvas(WIDTH, TOP + 2 * ROW + (curves.length ? 130 : 0), "");
    const live = kit.live();
    const size = (tile) => `${tile}×${tile}`;

    const plot = (step) => {
      if (!curves.length) return [];
      const top = TOP + 2 * ROW + 16;
      const [left, right, height] = [34, 230, 78];
      const high = Math.ceil(Math.max(...curves.flatMap(([, values]) => values)) / 10) * 10;
      const x = (i) => left + ((right - left) * i) / (tiles.length - 1);
      const y = (value) => top + height * (1 - value / high);
      const small = { "font-size": 10 };
      const parts = [
        kit.svg("text", { x: 2, y: top - 10, "font-size": 12 }, "test error in %, trained on images cut like this"),
        ...[0, high].map((value) => kit.svg("line", { x1: left, x2: right, y1: y(value), y2: y(value), stroke: "var(--cnn-rule)" })),
        ...[0, high].map((value) =>
          kit.svg("text", { ...small, x: left - 6, y: y(value), "text-anchor": "end", "dominant-baseline": "central" }, value),
        ),
        kit.svg("line", { x1: x(step), x2: x(step), y1: top, y2: top + height, stroke: "var(--cnn-line)", "stroke-dasharray": "3 3" }),
        ...tiles.map((tile, i) =>
          kit.svg("text", { ...small, x: x(i), y: top + height + 14, "text-anchor": "middle", "font-weight": i === step ? 700 : 400 }, size(tile)),
        ),
      ];
      curves.forEach(([name, values], k) => {
        const color = ["var(--cnn-input)", "var(--cnn-kernel)"][k % 2];
        const points = values.map((value, i) => `${x(i)},${y(value)}`).join(" ");
        const dash = k % 2 ? undefined : "5 3";
        parts.push(
          kit.svg("polyline", { points, fill: "none", stroke: color, "stroke-width": 2, "stroke-dasharray": dash }),
          ...values.map((value, i) => kit.svg("circle", { cx: x(i), cy: y(value), r: i === step ? 5 : 3, fill: color })),
          kit.svg("text", { x: right + 10, y: y(values[values.length - 1]), "font-size": 11, "dominant-baseline": "central" }, name),
        );
      });
      return parts;
    };

    el.append(
      kit.controls(
        kit.select(model, { key: "which", label: "image", options: pictures.map((_, i) => [i, `number ${i + 1}`]) }),
        kit.slider(model, { key: "step", label: "tiles", max: tiles.length - 1, format: (i) => size(tiles[i]) }),
        kit.checkbox(model, { key: "follow", label: "the weights move with their pixels" }),
      ),
      drawing,
      live,
    );
    kit.watch(model, ["which", "step", "follow"], () => {
      const [which, step, follow] = ["which", "step", "follow"].map((key) => model.get(key));
      const now = compute({ picture: pictures[which], weights, orders, step, follow });
      const second = 2 + SIDE + 14;
      const rows = Array.from({ length: n }, (_, r) => now.moved.slice(r * n, (r + 1) * n));
      const title = (x, y, text) => kit.svg("text", { x, y: y - 6, "font-size": 12 }, text);
      const total = (y, name, value) => [
        kit.svg("text", { x: second + SIDE + 12, y, "font-size": 11, style: "fill:var(--cnn-muted)" }, name),
        kit.svg("text", { x: second + SIDE + 12, y: y + 18, "font-size": 16, "font-weight": 700 }, kit.fmt(value, 2)),
      ];
      drawing.replaceChildren(
        title(2, TOP, "image"), ...pixels(pictures[which], 2, TOP, gray),
        title(second, TOP, "in tiles"), ...pixels(now.mixed, second, TOP, gray),
        title(2, TOP + ROW, "one unit's weights"), ...pixels(weights, 2, TOP + ROW, signed(most)),
        title(second, TOP + ROW, follow ? "moved" : ""), ...pixels(rows, second, TOP + ROW, signed(most)),
        ...total(TOP + 24, "like right neighbor", now.neighbors),
        ...total(TOP + ROW + 16, "sum before", now.before),
        ...total(TOP + ROW + 62, "sum after", now.after),
        ...plot(step),
      ); // prettier-ignore
      const equal = Math.abs(now.before - now.after) < 1e-9;
      const scores = curves.map(([name, values]) => `${name} ${kit.fmt(values[step], 1)}%`).join(", ");
      live.say(
        `Tiles of ${size(tiles[step])} pixels. A pixel resembles its right neighbor with a correlation of ${kit.fmt(now.neighbors, 2)}. ` +
          `The fully connected unit adds up to ${kit.fmt(now.after, 2)}, ${equal ? "as before" : `before it was ${kit.fmt(now.before, 2)}`}.` +
          (scores ? ` Test errors of networks trained on such images: ${scores}.` : ""),
      );
      drawing.describe(live.textContent);
    });
  },
};
