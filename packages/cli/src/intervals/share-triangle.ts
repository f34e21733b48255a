import type { TopLevelSpec } from "vega-lite";
import { drawSpecification } from "../chart/draw-specification.js";
import { GREY, inPixels, type Layer, strokes, textLayer } from "../chart/layers.js";
import { PALETTE } from "../chart/look.js";
import { SIZE } from "../chart/place-rules.js";

/** A set of shares of three partners with points to be named. */
export interface ShareTriangle {
  readonly title: string;
  /** Of the three partners. */
  readonly names: readonly string[];
  /** The boundary in order, at least three points. */
  readonly boundary: readonly (readonly number[])[];
  readonly points: readonly { readonly name: string; readonly shares: readonly number[] }[];
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

const SIDE = 330;
const HEIGHT = (SIDE * Math.sqrt(3)) / 2;
const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";
const INK = "#222222";
const GRID = "#e4e4e4";
const LEGEND_LINE = 22;
const LEGEND_TOP = HEIGHT + 62;
const SHAPES = ["circle", "square", "triangle-up", "diamond"] as const;
/** Share of a partner along the lines of the grid. */
const GRID_SHARES = [0.2, 0.4, 0.6, 0.8];

/** The triangle of shares, a corner for each partner who owns all, as a stand-alone SVG 480 px wide. */
export async function shareTriangle({ title, names, boundary, points }: ShareTriangle): Promise<string> {
  const specification: TopLevelSpec = {
    background: "white",
    autosize: { type: "none" },
    width: SIDE,
    height: HEIGHT,
    padding: { left: 75, right: 75, top: 62, bottom: 62 + LEGEND_LINE * (points.length + 1) },
    config: { font: FONT, view: { stroke: null } },
    layer: [
      ...grid(),
      polygon(boundary, {
        color: PALETTE[0],
        fill: PALETTE[0],
        fillOpacity: 0.18,
        strokeWidth: 1.5,
        strokeJoin: "round",
      }),
      polygon(CORNERS, { color: INK, strokeWidth: 1, strokeJoin: "round" }),
      ...points.map(({ shares }, k) => marker(placeOf(shares), k)),
      ...scales(),
      ...corners(names),
      textLayer([{ text: title, x: -63, y: -42 }], { fontSize: SIZE.title, fontWeight: "bold" }),
      ...legend(points.map(({ name }) => name)),
    ],
  };
  const said = points.map(({ name, shares }) => `${name}: ${shares.join(", ")}.`).join(" ");
  const description = `A triangle whose corners are partners who own everything, with the region of dissolvable shares, bounded by ${boundary.length} points. ${said}`;
  return drawSpecification(specification, { title, description });
}

const CORNERS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Partner 1 is at the left, partner 2 at the right, partner 3 on top. */
function placeOf([, second, third]: readonly number[]): Pixel {
  return { x: SIDE * (second + third / 2), y: HEIGHT * (1 - third) };
}

function polygon(shares: readonly (readonly number[])[], style: object): Layer {
  const mark = { type: "line", interpolate: "linear-closed", ...style };
  return closed(mark, shares.map(placeOf));
}

/** Joined in the order given, not from left to right. */
function closed(mark: object, places: readonly Pixel[]): Layer {
  const order = { order: { field: "turn", type: "quantitative" } };
  return inPixels(
    mark,
    places.map((place, turn) => ({ ...place, turn })),
    order,
  );
}

/** Lines along which one partner has a fixed share. */
function grid(): Layer[] {
  const segments = GRID_SHARES.flatMap((share) =>
    [0, 1, 2].map((partner) => {
      const at = (next: number) =>
        placeOf([0, 1, 2].map((i) => (i === partner ? share : i === (partner + next) % 3 ? 1 - share : 0)));
      const [from, to] = [at(1), at(2)];
      return { x: from.x, y: from.y, x2: to.x, y2: to.y };
    }),
  );
  return [strokes(segments, { color: GRID, strokeWidth: 0.8 })];
}

function corners(names: readonly string[]): Layer[] {
  const name = (partner: number) => `${names[partner - 1]} owns all`;
  const style = { fontSize: SIZE.tick, color: GREY, align: "center" };
  return [
    textLayer(
      [
        { text: name(1), x: 0, y: HEIGHT + 34 },
        { text: name(2), x: SIDE, y: HEIGHT + 34 },
        { text: name(3), x: SIDE / 2, y: -14 },
      ],
      style,
    ),
  ];
}

/** Each partner's share where its lines of the grid meet a side. */
function scales(): Layer[] {
  const style = { fontSize: SIZE.tick, color: GREY };
  const labels = (place: (share: number) => Pixel, align: string) =>
    textLayer(
      GRID_SHARES.map((share) => ({ text: String(share), ...place(share) })),
      { ...style, align },
    );
  const shifted = ({ x, y }: Pixel, right: number, down: number) => ({ x: x + right, y: y + down });
  return [
    labels((share) => shifted(placeOf([share, 0, 1 - share]), -7, -3), "right"),
    labels((share) => shifted(placeOf([1 - share, share, 0]), 0, 13), "center"),
    labels((share) => shifted(placeOf([0, 1 - share, share]), 7, -3), "left"),
  ];
}

function marker(at: Pixel, k: number): Layer {
  const color = PALETTE[(k + 1) % PALETTE.length];
  return inPixels(
    { type: "point", shape: SHAPES[k % SHAPES.length], size: 60, filled: true, opacity: 1, color },
    [at],
  );
}

function legend(names: readonly string[]): Layer[] {
  const y = (row: number) => LEGEND_TOP + LEGEND_LINE * row;
  const region = [
    { x: -57, y: y(0) - 6 },
    { x: -39, y: y(0) - 6 },
    { x: -39, y: y(0) + 6 },
    { x: -57, y: y(0) + 6 },
  ];
  const swatch = { type: "line", interpolate: "linear-closed", color: PALETTE[0], fill: PALETTE[0] };
  const texts = ["can be dissolved efficiently", ...names].map((text, row) => ({ text, x: -28, y: y(row) }));
  return [
    closed({ ...swatch, fillOpacity: 0.18, strokeWidth: 1.5 }, region),
    ...names.map((_, k) => marker({ x: -48, y: y(k + 1) }, k)),
    textLayer(texts, { fontSize: SIZE.label }),
  ];
}
