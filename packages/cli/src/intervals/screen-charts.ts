import type { Distribution, Screening } from "@candor/core/intervals";
import type { Band, Chart, Curve, Series } from "../chart/chart.js";
import { hasDensity, type ScreeningFindings, shownTypes } from "./examine-screening.js";
import { rangeText } from "./screen-lines.js";

type Points = [x: number, y: number][];

/** Points of a curve on each stretch. */
const POINTS = 60;
/** Where types are points, so are the values at them. */
const POINTS_ALONE = ["points", "points"] as const;

/** x(θ) beside first best and the pointwise maximisers of the virtual surplus. */
export function quantityChart({ stated, screening }: ScreeningFindings): Chart {
  const { distribution } = stated.problem;
  const types = typesToDraw(distribution, ends(screening.pieces));
  const drawn = (f: (type: number) => number, among = types) => points(among, f);
  const dense = types.filter((type) => hasDensity(distribution, type));
  const series: Series[] = [
    ...pooledBands(distribution, screening),
    {
      name: "the menu, x(θ)",
      style: distribution.pieces.length > 0 ? "solid" : "points",
      points: drawn(screening.quantity),
    },
    { name: "first best", style: "dotted", points: drawn(screening.firstBestQuantity) },
  ];
  if (dense.length > 1)
    series.push({ name: "pointwise", style: "dashed", points: drawn(screening.pointwiseQuantity, dense) });
  return { title: "Quantities", x: { label: "type θ" }, y: { label: "quantity x" }, series };
}

/** Between the menu and what would be best for each type by itself. */
function pooledBands(distribution: Distribution, { pieces, pointwiseQuantity }: Screening): Band[] {
  const pooled = pieces.filter(
    ({ kind, types: [from, to] }) =>
      kind === "pooled" && from < to && to < Infinity && distribution.pieces.length > 0,
  );
  return pooled.map(({ types, quantities: [quantity] }) => ({
    name: `pooled: ${rangeText(types)}`,
    style: "band",
    points: evenly(...types)
      .filter((type) => hasDensity(distribution, type))
      .map((type) => [type, pointwiseQuantity(type)] as const)
      .map(([type, own]) => [type, Math.min(own, quantity), Math.max(own, quantity)]),
  }));
}

/** T(x) over the quantities in use. */
export function tariffChart({ stated, screening, rows }: ScreeningFindings): Chart {
  const { quantities } = stated.problem;
  const used = rows.map(({ quantity }) => quantity);
  const [low, high] = [Math.min(...used), Math.max(...used)];
  const listed = "from" in quantities ? undefined : quantities;
  const at = listed ?? (high > low ? evenly(low, high) : [low]);
  const style = at.length === 1 || listed ? "points" : "solid";
  return {
    title: "The tariff",
    x: { label: "quantity x" },
    y: { label: "price T(x)" },
    series: [{ name: "T(x)", style, points: points(at, screening.tariff) }],
  };
}

/** V(θ) and what is paid. */
export function rentChart({ stated, screening }: ScreeningFindings): Chart {
  const { distribution } = stated.problem;
  const types = typesToDraw(distribution, ends(screening.pieces));
  const [rent, payment] = distribution.pieces.length > 0 ? (["solid", "dashed"] as const) : POINTS_ALONE;
  return {
    title: "Rents and payments",
    x: { label: "type θ" },
    y: { label: "money" },
    series: [
      { name: "rent V(θ)", style: rent, points: points(types, (type) => screening.utility(type).value) },
      { name: "payment t(θ)", style: payment, points: points(types, screening.payment) },
    ],
  };
}

/** f, down to 0 at the ends of its pieces, and the probabilities of atoms. */
export function densityChart({ stated }: ScreeningFindings): Chart {
  const { distribution } = stated.problem;
  const [low, high] = shownTypes(distribution);
  const curve = distribution.pieces.flatMap(([from, to]): Points => {
    const [start, end] = [Math.max(from, low), Math.min(to, high)];
    const inside = typesToDraw(distribution, [start, end]).filter(
      (type) => type > start && type < end && !distribution.breakpoints.includes(type),
    );
    return [[start, 0], ...points(inside, distribution.density), [end, 0]];
  });
  const atoms = distribution.atoms.map(({ at, mass }): [number, number] => [at, mass]);
  const series: Curve[] = [
    ...(curve.length > 0 ? [{ name: "density f(θ)", style: "solid", points: curve } as const] : []),
    ...(atoms.length > 0
      ? [{ name: "probability of a point", style: "points", points: atoms } as const]
      : []),
  ];
  return { title: "The types", x: { label: "type θ" }, y: { label: "density" }, series };
}

function ends(pieces: ScreeningFindings["screening"]["pieces"]): number[] {
  return pieces.flatMap(({ types }) => types).filter(Number.isFinite);
}

/** Evenly within every stretch between two marks, with both sides of each: curves jump there. Where all types are points, these. */
function typesToDraw(distribution: Distribution, marks: readonly number[]): number[] {
  if (distribution.pieces.length === 0) return distribution.atoms.map(({ at }) => at);
  const [low, high] = shownTypes(distribution);
  const inside = [...marks, ...distribution.breakpoints].filter((at) => at > low && at < high);
  const knots = [...new Set([low, ...inside, high])].sort((a, b) => a - b);
  return knots.flatMap((from, k) => {
    if (k === knots.length - 1) return [from];
    const to = knots[k + 1];
    const margin = 1e-7 * (to - from);
    return [from, ...evenly(from + margin, to - margin)];
  });
}

function evenly(from: number, to: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, k) =>
    k === POINTS ? to : from + ((to - from) * k) / POINTS,
  );
}

/** Where the function is finite. */
function points(at: readonly number[], f: (x: number) => number): Points {
  return at.map((x): [number, number] => [x, f(x)]).filter(([, y]) => Number.isFinite(y));
}
