// How many products each output of an upsampling layer adds up: along a row, and over the image.
const [SIDE, MANY] = [5, 24];

function stamp(row, k, s) {
  const out = new Array((row.length - 1) * s + k).fill(0);
  row.forEach((value, i) => {
    for (let a = 0; a < k; a++) out[i * s + a] += value;
  });
  return out;
}

function resize(row, k, s) {
  const copies = row.flatMap((value) => new Array(s).fill(value));
  return copies.slice(k - 1).map((_, i) => copies.slice(i, i + k).reduce((sum, value) => sum + value, 0));
}

// `row` belongs to an input of 5 ones. `period` is what repeats in the middle of a long input: the border plays no
// part there. `least` and `most` are its ends.
export function compute({ k, s, layers, method }) {
  const layer = method === "stamp" ? stamp : resize;
  const through = (n) => Array.from({ length: layers }).reduce((row) => layer(row, k, s), new Array(n).fill(1));
  const row = through(SIDE);
  const long = through(MANY);
  const length = s ** layers;
  const middle = Math.floor(long.length / 2 / length) * length;
  const period = long.slice(middle, middle + length);
  return { row, period, least: Math.min(...period), most: Math.max(...period), fits: row.length > 0 };
}

export function words({ k, s, layers, method }) {
  const { row, period, least, most, fits } = compute({ k, s, layers, method });
  if (!fits) return "The kernel is larger than the enlarged row: there is no output.";
  const deep = layers > 1 ? `, ${layers} layers` : "";
  const who = method === "stamp" ? `Kernel ${k}, stride ${s}${deep}` : `Copied ${s} times, then kernel ${k}${deep}`;
  const size = `${SIDE} numbers become ${row.length}`;
  if (least === most) return `${who}: ${size}. Away from the border every output adds up ${most} product${most === 1 ? "" : "s"} along a row: no checkerboard.`;
  if (least === 0) return `${who}: ${size}. Some outputs are never written: the kernel is smaller than the stride.`;
  const ratio = kit.fmt((most / least) ** 2, 2);
  const image = `${least ** 2} to ${most ** 2} in the image: the most is ${ratio} times the least`;
  return `${who}: ${size}. Away from the border the outputs add up ${least} to ${most} products along a row, ${image}.`;
}

const [WIDTH, BARS] = [340, { top: 26, height: 80 }];

export default {
  render({ model, el }) {
    const names = ["k", "s", "layers", "method"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 352, "");
    const live = kit.live();
    const title = (y, text) => kit.svg("text", { x: WIDTH / 2, y, "font-size": 12, "text-anchor": "middle" }, text);
    const draw = () => {
      const { row, fits } = compute(state());
      const parts = [title(14, "products added up, along a row"), title(138, "over the image: the lighter, the more")];
      if (fits) {
        const most = Math.max(...row);
        const step = Math.min(20, (WIDTH - 20) / row.length);
        const left = (WIDTH - step * row.length) / 2;
        const floor = BARS.top + BARS.height;
        row.forEach((value, i) => {
          const height = (BARS.height - 14) * (value / most);
          const place = { x: left + i * step, y: floor - height, width: Math.max(1, step - (step > 4 ? 1.5 : 0)), height };
          parts.push(kit.svg("rect", { ...place, fill: "var(--cnn-output)" }));
          const text = { x: left + (i + 0.5) * step, y: floor - height - 3, "font-size": Math.min(11, step * 0.7), "text-anchor": "middle" };
          if (step > 9) parts.push(kit.svg("text", text, kit.fmt(value)));
        });
        const values = row.map((one) => row.map((other) => (one * other) / most ** 2));
        const color = (value) => [0, 0, 0].map(() => Math.round(255 * value)).concat(255);
        const place = { x: (WIDTH - 200) / 2, y: 146, width: 200, height: 200 };
        parts.push(kit.picture({ values, color, ...place }), kit.svg("rect", { ...place, fill: "none", stroke: "var(--cnn-line)" }));
      }
      drawing.replaceChildren(...parts);
      drawing.describe(`Bars along a row: ${row.join(", ")}. Below, a square picture of the same counts in both directions.`);
      live.say(words(state()));
    };
    el.append(
      kit.controls(
        kit.buttons(model, { key: "method", label: "Enlarge by", options: [["stamp", "transposed convolution"], ["resize", "copies, then convolution"]] }),
        kit.slider(model, { key: "k", label: "kernel", min: 1, max: 6 }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 4 }),
        kit.slider(model, { key: "layers", label: "layers", min: 1, max: 2 }),
      ), // prettier-ignore
      drawing,
      live,
    );
    kit.watch(model, names, draw);
  },
};
