// A row of numbers made longer: what each new number is mixed from, and where it reads.

// For each new number `sources` has [lower, upper, share of the upper] and `at` the place that it reads among the old
// numbers; null where it reads nothing.
export function compute({ x, factor, method }) {
  const [n, m] = [x.length, x.length * factor];
  const between = (place) => {
    const lower = Math.min(Math.floor(place), n - 1);
    return [lower, Math.min(lower + 1, n - 1), Math.min(place - lower, 1)];
  };
  const reads = {
    copy: (i) => Math.floor(i / factor),
    zeros: (i) => (i % factor ? null : i / factor),
    linear: (i) => Math.min(n - 1, Math.max(0, (i + 0.5) / factor - 0.5)),
    corners: (i) => (i * (n - 1)) / (m - 1),
  }[method];
  const at = Array.from({ length: m }, (_, i) => reads(i));
  const sources = at.map((place) => (place === null ? null : between(place)));
  const y = sources.map((source) => {
    if (source === null) return 0;
    const [lower, upper, share] = source;
    return (1 - share) * x[lower] + share * x[upper];
  });
  return { y, at, sources };
}

export function words(state) {
  const { x, position } = state;
  const { y, at, sources } = compute(state);
  const now = Math.min(position, y.length - 1);
  const value = kit.fmt(y[now], 2);
  if (sources[now] === null) return `New number ${now} reads nothing: a zero was put between.`;
  const [lower, upper, share] = sources[now];
  const part = (amount, i) => `${kit.fmt(amount, 2)} × ${kit.fmt(x[i])}`;
  if (share < 1e-9 || lower === upper) return `New number ${now} reads old number ${lower} alone: ${value}.`;
  return `New number ${now} reads at place ${kit.fmt(at[now], 2)}: ${part(1 - share, lower)} + ${part(share, upper)} = ${value}.`;
}

const WIDTH = 340;

export default {
  render({ model, el }) {
    const names = ["x", "factor", "method", "position"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 190, "");
    const live = kit.live();
    const last = () => model.get("x").length * model.get("factor") - 1;
    const draw = () => {
      const { x, factor, position } = state();
      const { y, at, sources } = compute(state());
      const now = Math.min(position, y.length - 1);
      const step = Math.min(38, 332 / y.length); // of a new cell; an old one is `factor` times as wide
      const left = (WIDTH - step * y.length) / 2;
      const old = step * factor;
      const size = Math.min(34, old - 6);
      const [top, bottom] = [22, 132];
      const source = sources[now];
      const used = (i) => source !== null && ((source[0] === i && source[2] < 1) || (source[1] === i && source[2] > 0));
      const middle = (i) => left + (i + 0.5) * old;
      const cells = x.map((value, i) => {
        const cell = kit.grid({ values: [value], x: middle(i) - size / 2, y: top, size, kind: "input" });
        return cell.show([value], { on: () => used(i), dim: () => !used(i) });
      });
      const output = kit.grid({ values: y, x: left, y: bottom, size: step, kind: "output", format: (value) => kit.fmt(value, 1) });
      output.show(y, { on: (_, i) => i === now });
      output.cells[0].forEach(({ cell }, i) => {
        cell.style.cursor = "pointer";
        cell.addEventListener("click", () => kit.set(model, "position", i));
      });
      const foot = left + (now + 0.5) * step;
      const line = (i, amount) => [
        kit.svg("path", { d: `M${middle(i)},${top + size} L${foot},${bottom}`, stroke: "var(--cnn-kernel)", "stroke-width": 1 + 3 * amount, fill: "none" }),
        kit.svg("text", { x: middle(i) + (foot - middle(i)) * 0.45 + (middle(i) > foot ? 8 : -8), y: top + size + 34, "font-size": 11, "text-anchor": middle(i) > foot ? "start" : "end" }, kit.fmt(amount, 2)),
      ]; // prettier-ignore
      const lines = source === null ? [] : source[0] === source[1] ? line(source[0], 1) : [
        ...(source[2] < 1 - 1e-9 ? line(source[0], 1 - source[2]) : []), ...(source[2] > 1e-9 ? line(source[1], source[2]) : []),
      ]; // prettier-ignore
      const place = at[now] === null ? [] : [
        kit.svg("path", { d: "M-6,-9 L6,-9 L0,0 Z", fill: "var(--cnn-kernel)", transform: `translate(${middle(at[now])} ${top - 1})` }),
      ]; // prettier-ignore
      const title = (y, text) => kit.svg("text", { x: left, y, "font-size": 12 }, text);
      drawing.replaceChildren(...cells, ...place, ...lines, output, title(bottom + step + 18, `${x.length} numbers become ${y.length}`));
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${bottom + step + 26}`);
      drawing.describe(`Row ${x.map((value) => kit.fmt(value)).join(", ")} becomes ${y.map((value) => kit.fmt(value, 2)).join(", ")}.`);
      live.say(words(state()));
    };
    const methods = [["copy", "copies"], ["zeros", "zeros between"], ["linear", "linear"], ["corners", "linear, corners aligned"]]; // prettier-ignore
    el.append(
      kit.controls(
        kit.buttons(model, { key: "method", label: "Enlarge by", options: methods }),
        kit.slider(model, { key: "factor", label: "factor", min: 2, max: 3 }),
        kit.stepper(model, { key: "position", label: "new number", max: last, format: (i) => `number ${i}` }),
      ),
      drawing,
      live,
    );
    kit.watch(model, names, draw);
  },
};
