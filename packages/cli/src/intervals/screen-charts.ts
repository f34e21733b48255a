import type { Distribution, Screening } from "@candor/core/intervals";
import type { Band, Chart, Curve, Series } from "../chart/chart.js";
import { curvesOf, drawnRange, valuesBetween } from "./drawn-values.js";
import { hasDensity, type ScreeningFindings } from "./examine-screening.js";
import { rangeText } from "./screen-lines.js";

type Points = [x: number, y: number][];

/** x(θ) beside first best and the pointwise maximisers of the virtual surplus. */
export function quantityChart({ stated, screening }: ScreeningFindings): Chart {
  const { distribution } = stated.problem;
  const marks = ends(screening.pieces);
  const drawn = (name: string, hue: number, style: Curve["style"], f: (type: number) => number) =>
    curvesOf({ name, hue, style }, distribution, f, marks);
  const pointwise = pointwiseCurves({ stated, screening });
  // The menu last: it covers the others where they are the same.
  const series: Series[] = [
    ...pooledBands(distribution, screening),
    ...drawn("first best", 2, "dotted", screening.firstBestQuantity),
    ...pointwise,
    ...drawn("the menu, x(θ)", 0, "solid", screening.quantity),
  ];
  return { title: "Quantities", x: { label: "type θ" }, y: { label: "quantity x" }, series };
}

/** What maximises the virtual surplus of each type by itself; nothing where the menu does everywhere. */
export function pointwiseCurves({
  stated,
  screening,
}: Pick<ScreeningFindings, "stated" | "screening">): Curve[] {
  const { distribution } = stated.problem;
  if (distribution.pieces.length === 0) return [];
  const own = (type: number) =>
    hasDensity(distribution, type) ? screening.pointwiseQuantity(type) : Number.NaN;
  const look = { name: "pointwise", hue: 1, style: "dashed" } as const;
  const curves = curvesOf(look, distribution, own, ends(screening.pieces));
  const size = Math.max(1e-300, ...curves.flatMap(({ points }) => points.map(([, x]) => Math.abs(x))));
  const apart = curves.some(({ points }) =>
    points.some(([type, x]) => Math.abs(x - screening.quantity(type)) > 1e-7 * size),
  );
  return apart ? curves.filter(({ points }) => points.length > 1) : [];
}

/** Between the menu and what would be best for each type by itself. */
function pooledBands(distribution: Distribution, { pieces, pointwiseQuantity }: Screening): Band[] {
  const pooled = pieces.filter(
    ({ kind, types: [from, to] }) =>
      kind === "pooled" && from < to && to < Infinity && distribution.pieces.length > 0,
  );
  const [low, high] = drawnRange(distribution);
  return pooled.map(({ types, quantities: [quantity] }) => ({
    name: pooled.length > 2 ? "pooled" : `pooled: ${rangeText(types)}`,
    hue: 0,
    style: "band",
    points: valuesBetween([Math.max(types[0], low), Math.min(types[1], high)])
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
  const at = listed ?? valuesBetween([low, high], used);
  const style = at.length === 1 || listed ? "points" : "solid";
  return {
    title: "The tariff",
    x: { label: "quantity x" },
    y: { label: "price T(x)" },
    series: [{ name: "T(x)", hue: 0, style, points: pointsOf(at, screening.tariff) }],
  };
}

/** V(θ) and what is paid. */
export function rentChart({ stated, screening }: ScreeningFindings): Chart {
  const { distribution } = stated.problem;
  const marks = ends(screening.pieces);
  const utility = (type: number) => screening.utility(type).value;
  return {
    title: "Rents and payments",
    x: { label: "type θ" },
    y: { label: "money" },
    series: [
      ...curvesOf({ name: "rent V(θ)", hue: 3, style: "solid" }, distribution, utility, marks),
      ...curvesOf({ name: "payment t(θ)", hue: 0, style: "dashed" }, distribution, screening.payment, marks),
    ],
  };
}

function ends(pieces: ScreeningFindings["screening"]["pieces"]): number[] {
  return pieces.flatMap(({ types }) => types).filter(Number.isFinite);
}

/** Where the function is finite. */
function pointsOf(at: readonly number[], f: (x: number) => number): Points {
  return at.map((x): [number, number] => [x, f(x)]).filter(([, y]) => Number.isFinite(y));
}
