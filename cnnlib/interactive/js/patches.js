// One classifier asks every patch of an image the same question. How far apart are the patches?

// `scores` are the answers for every place of a patch, 0 to 100 percent bird; patches stand `step` apart. Each answer
// paints the square of step×step pixels around the center of its patch.
export function compute({ scores, truth, step }) {
  const [h, w] = [scores.length, scores[0].length];
  const half = Math.floor(step / 2);
  const at = (i, n) => Math.min(n - 1, half + step * Math.floor(i / step));
  const [rows, columns] = [Math.ceil(h / step), Math.ceil(w / step)];
  const labels = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => (scores[at(i * step, h)][at(j * step, w)] > 50 ? 1 : 0)),
  );
  const painted = truth.map((row, i) => row.map((_, j) => labels[Math.floor(i / step)][Math.floor(j / step)]));
  const sum = (values) => values.flat().reduce((total, value) => total + value, 0);
  const both = sum(painted.map((row, i) => row.map((label, j) => label * truth[i][j])));
  const either = sum(painted) + sum(truth) - both;
  return { rows, columns, labels, painted, birds: sum(labels), overlap: either ? both / either : 1 };
}

const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;

// The patch of the moment: its row and column among the patches, kept inside, and its corner in the image.
function current({ step, down, right }, { rows, columns }) {
  const [row, column] = [Math.min(rows - 1, Math.floor(down / step)), Math.min(columns - 1, Math.floor(right / step))];
  return { row, column };
}

export function words(state) {
  const result = compute(state);
  const { rows, columns, labels, birds, overlap } = result;
  const { row, column } = current(state, result);
  const patches = rows * columns;
  const all = `${count(patches, "patch", "patches")}, ${count(state.step, "pixel")} apart: ${birds.toLocaleString("en-US")} of bird, ${(patches - birds).toLocaleString("en-US")} of sky.`;
  const one = `The marked patch, row ${row}, column ${column}: ${labels[row][column] ? "bird" : "sky"}.`;
  const quality = `Painted birds and true birds overlap by ${kit.fmt(100 * overlap, 0)}%.`;
  return `${all} ${one} ${quality}${state.paint === "truth" ? " Shown: the truth." : ""}`;
}

const WIDTH = 340;

export default {
  render({ model, el }) {
    const names = ["scene", "scores", "truth", "size", "step", "down", "right", "paint"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const { scene, scores, size } = state();
    const [h, w] = [scores.length, scores[0].length];
    const unit = WIDTH / scene[0].length;
    const border = (size - 1) / 2;
    const drawing = kit.canvas(WIDTH, scene.length * unit, "");
    drawing.style.maxWidth = "34rem";
    const live = kit.live();
    const gray = (value) => [value, value, value, 255];
    const photograph = kit.picture({ values: scene, width: WIDTH, height: scene.length * unit, color: gray });
    el.append(
      kit.controls(
        kit.buttons(model, { key: "step", label: "Pixels between patches", options: [16, 8, 4, 2, 1] }),
        kit.buttons(model, { key: "paint", label: "Paint", options: ["answers", "truth"] }),
      ),
      kit.controls(
        kit.slider(model, { key: "right", label: "patch right", max: w - 1 }),
        kit.slider(model, { key: "down", label: "patch down", max: h - 1 }),
      ),
      drawing,
      live,
    );
    kit.drag(drawing, (x, y) => {
      const inside = (at, n) => Math.min(n - 1, Math.max(0, Math.floor(at / unit) - border));
      kit.set(model, "right", inside(x, w));
      kit.set(model, "down", inside(y, h));
    });
    kit.watch(model, names, () => {
      const now = state();
      const result = compute(now);
      const { step, truth, paint } = now;
      const { row, column } = current(now, result);
      const orange = (value) => (value ? [255, 120, 20, 150] : null);
      const area = { x: border * unit, y: border * unit, width: w * unit, height: h * unit };
      const lines = [];
      if (step >= 4 && paint === "answers") {
        for (let i = 1; i < result.rows; i++) lines.push(`M${area.x} ${area.y + i * step * unit}h${area.width}`);
        for (let j = 1; j < result.columns; j++) lines.push(`M${area.x + j * step * unit} ${area.y}v${area.height}`);
      }
      const [top, left] = [row, column].map((place, axis) =>
        Math.min([h, w][axis] - 1, Math.floor(step / 2) + step * place) * unit,
      );
      const patch = { x: left, y: top, width: size * unit, height: size * unit, fill: "none" };
      drawing.replaceChildren(
        photograph,
        kit.picture({ values: paint === "truth" ? truth : result.painted, ...area, color: orange }),
        kit.svg("path", { d: lines.join(""), stroke: "#fff", "stroke-width": 0.4, "stroke-opacity": 0.8 }),
        kit.svg("rect", { ...area, fill: "none", stroke: "#fff", "stroke-width": 0.8 }),
        kit.svg("rect", { ...patch, stroke: "#fff", "stroke-width": 4 }),
        kit.svg("rect", { ...patch, stroke: "#0a5ea8", "stroke-width": 2 }),
      );
      drawing.describe(`A sky with birds, the pixels that the classifier calls bird painted orange. ${words(now)}`);
      live.say(words(now));
    });
  },
};
