// A puzzle: the matrix of a hidden layer, and the matrix of the layer that the reader sets, until the two are the same.

// Which weight stands where: 0 for none, 1 for the first tap, 2 for the second, and so on.
export function taps({ n, k, s, d, p }) {
  const room = n + 2 * p - d * (k - 1) - 1;
  const rows = room < 0 ? 0 : Math.floor(room / s) + 1;
  return Array.from({ length: rows }, (_, i) => {
    const line = new Array(n).fill(0);
    for (let a = 0; a < k; a++) {
      const column = i * s + a * d - p;
      if (column >= 0 && column < n) line[column] = a + 1;
    }
    return line;
  });
}

// The two matrices, in how many squares they differ (null: not of one size), and whether the layer is found.
export function compute({ puzzles, which, k, s, d, p }) {
  const puzzle = puzzles[which];
  const [wanted, mine] = [taps(puzzle), taps({ n: puzzle.n, k, s, d, p })];
  const comparable = wanted.length === mine.length;
  const differ = comparable ? wanted.flat().filter((tap, i) => tap !== mine.flat()[i]).length : null;
  return { wanted, mine, differ, found: differ === 0 };
}

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

export function words(state) {
  const { wanted, mine, differ, found } = compute(state);
  const { puzzles, which, k, s, d, p } = state;
  const { n } = puzzles[which];
  const sizes = `The puzzle is ${wanted.length}×${n}, your matrix ${mine.length ? `${mine.length}×${n}` : "has no rows: the kernel does not fit"}.`;
  if (found) return `✓ Found. Matrix ${which + 1} is ${count(k, "tap")}, stride ${s}, dilation ${d}, ${p ? `padding ${p}` : "no padding (valid)"}.`;
  if (differ === null) return sizes;
  return `${sizes} They differ in ${count(differ, "square")}.`;
}

const WIDTH = 340;
const LETTERS = [null, "a", "b", "c", "d", "e"];

function table(matrix, other, n) {
  const size = Math.min(26, (WIDTH - 4) / n);
  const wrong = (i, j) => other !== null && other.length === matrix.length && other[i][j] !== matrix[i][j];
  const grid = kit.grid({
    values: matrix.map((line) => line.map((tap) => LETTERS[tap])),
    x: (WIDTH - n * size) / 2,
    y: 2,
    size,
    kind: (i, j) => (matrix[i][j] ? "kernel" : "plain"),
    on: wrong,
  });
  return { grid, height: matrix.length * size + 4 };
}

export default {
  render({ model, el }) {
    const names = ["puzzles", "which", "k", "s", "d", "p"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const [target, guess] = [kit.canvas(WIDTH, 100, ""), kit.canvas(WIDTH, 100, "")];
    const heading = (text) => {
      const line = kit.h("p", {}, text);
      line.style.cssText = "margin:.75rem 0 .25rem;color:var(--cnn-muted);font-size:.9em;text-align:center";
      return line;
    };
    const live = kit.live();
    const puzzles = model.get("puzzles").map((_, i) => [i, `matrix ${i + 1}`]);
    el.append(
      kit.controls(kit.buttons(model, { key: "which", label: "Puzzle", options: puzzles })),
      heading("Which layer is this?"),
      target,
      kit.controls(
        kit.slider(model, { key: "k", label: "taps k", min: 1, max: 5 }),
        kit.slider(model, { key: "s", label: "stride s", min: 1, max: 3 }),
        kit.slider(model, { key: "d", label: "dilation d", min: 1, max: 3 }),
        kit.slider(model, { key: "p", label: "padding p", min: 0, max: 3 }),
      ),
      heading("your layer; thick borders: not as in the puzzle"),
      guess,
      live,
    );
    const spell = (matrix) => matrix.map((line) => line.map((tap) => LETTERS[tap] ?? "0").join(" ")).join("; ");
    kit.watch(model, names, () => {
      const { wanted, mine } = compute(state());
      const { n } = state().puzzles[state().which];
      for (const [drawing, matrix, other, name] of [[target, wanted, null, "Puzzle"], [guess, mine, wanted, "Your matrix"]]) {
        const { grid, height } = matrix.length ? table(matrix, other, n) : { grid: "", height: 30 };
        drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
        drawing.replaceChildren(grid);
        drawing.describe(`${name}, ${matrix.length} by ${n}: ${spell(matrix) || "no rows"}.`);
      }
      live.say(words(state()));
    });
  },
};
