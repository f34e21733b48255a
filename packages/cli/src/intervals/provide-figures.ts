import type { Distribution } from "@candor/core/intervals";
import type { Band, Curve } from "../chart/chart.js";
import type { ReportFigure } from "../page/report-page.js";
import { densityFigure } from "./density-figure.js";
import { drawFigure } from "./draw-figure.js";
import { type Along, curvesAlong, cutNote, drawnRange, drawnValues } from "./drawn-values.js";
import type { ProvisionFindings } from "./examine-provision.js";
import { paymentsAlong } from "./payments-along.js";
import { printNumber } from "./print-estimate.js";

/** Each rule has one colour throughout. */
const HUES = { secondBest: 0, firstBest: 2, values: 3 } as const;
/** Contributors up to whom curves are drawn at every value; of more every point is a series. */
const MOST_QUICK = 6;
const FEW = 41;

type Point = readonly [x: number, y: number];

export function valueFigure({ kinds }: ProvisionFindings): Promise<ReportFigure> {
  const drawn = kinds.map(({ value }, k) => ({
    name: value.name,
    distribution: value,
    hue: HUES.values + k,
  }));
  return densityFigure(drawn, "value");
}

/** Of two contributors: from which value of the other on the good is provided. */
export async function regionFigure(found: ProvisionFindings): Promise<ReportFigure | undefined> {
  const { kinds, contributors, costPerHead, secondBest } = found;
  if (contributors !== 2) return undefined;
  const [value, other] = [kinds[0].value, kinds[kinds.length - 1].value];
  const [low, high] = drawnRange(other);
  const alone = value.pieces.length === 0;
  const marks = [2 * costPerHead - high, 2 * costPerHead - low];
  const all = drawnValues(value, marks);
  const stretches = alone ? [all.flat()] : all;
  const least = (name: string, style: Curve["style"], hue: number, f: (x: number) => number): Curve[] =>
    stretches
      .map((values) => values.map((x): Point => [x, Math.max(low, f(x))]).filter(([, y]) => y <= high))
      .filter((points) => points.length > (alone ? 0 : 1))
      .map((points) => ({ name, style: alone ? "points" : style, hue, points }));
  const first = least("first best", "dotted", HUES.firstBest, (x) => 2 * costPerHead - x);
  const second =
    "answer" in secondBest
      ? least("second best", "solid", HUES.secondBest, leastOther(other, costPerHead, secondBest.answer))
      : [];
  const region = (alone ? [] : second).map(
    ({ points }): Band => ({
      name: "provided in the second best",
      style: "band",
      hue: HUES.secondBest,
      points: points.map(([x, y]) => [x, y, high] as const),
    }),
  );
  if (first.length + second.length === 0) return undefined;
  const efficient = !("answer" in secondBest) || secondBest.answer.efficient;
  const lost = efficient ? "" : " Between the curves lies the provision that private information costs.";
  return drawFigure(
    {
      title: "The good is provided above the curve",
      x: { label: kinds.length === 1 ? "value of one contributor" : `one value, ${value.name}` },
      y: { label: kinds.length === 1 ? "value of the other" : `the other, ${other.name}` },
      series: [...region, ...first, ...second],
    },
    `At first best the good is provided whenever both values add up to the cost, ${printNumber(2 * costPerHead)}.${lost} ${cutNote(value)}`.trim(),
  );
}

type Answer = Extract<ProvisionFindings["secondBest"], { readonly answer: unknown }>["answer"];

/** The other's lowest value that suffices, by the chance that it does; in a gap of the values that of the first best. */
function leastOther(value: Distribution, costPerHead: number, { mechanism }: Answer): (x: number) => number {
  return (x) => {
    const chance = mechanism.provisionProbability(0, x);
    if (!(chance > 0)) return Number.POSITIVE_INFINITY;
    const [below, above] = [-1e-12, 1e-12].map((nudge) =>
      value.quantile(Math.min(1, Math.max(0, 1 - chance + nudge))),
    );
    return Math.min(above, Math.max(below, 2 * costPerHead - x));
  };
}

/** What a contributor of each kind and value sees and pays. */
export async function contributorFigures(found: ProvisionFindings): Promise<ReportFigure[]> {
  const figures: ReportFigure[] = [];
  let first = 0;
  for (const kind of found.kinds) {
    figures.push(...(await kindFigures(found, kind.value, first)));
    first += kind.count;
  }
  return figures;
}

/** Of contributor `i`, whose values have this distribution. */
async function kindFigures(
  found: ProvisionFindings,
  value: Distribution,
  i: number,
): Promise<ReportFigure[]> {
  const { kinds, costPerHead, good, secondBest } = found;
  const agent = good.problem.agents[i];
  const chance = (x: number) => agent.share(x - costPerHead);
  const pivotal = (x: number) => good.vcg.interimPayment(i, x - costPerHead) + costPerHead * chance(x);
  const answer = "answer" in secondBest ? secondBest.answer.mechanism : undefined;
  const second = (x: number) => answer?.provisionProbability(i, x) ?? Number.NaN;
  const missed = good.decision.status === "impossible" ? ", which does not cover the cost" : "";
  const whose = kinds.length === 1 ? "" : `, ${value.name}`;
  return [
    await contributorFigure(
      found,
      value,
      { title: `Chance that the good is provided${whose}`, label: "probability", reach: [0, 1] },
      { first: each(chance), ...(answer && { second: each(second) }) },
      "As a contributor with this value sees it, the others truthful.",
    ),
    await contributorFigure(
      found,
      value,
      { title: `Expected payment${whose}`, label: "payment", reach: [0] },
      {
        first: each(pivotal),
        ...(answer && { second: paymentsAlong(second, (x) => answer.payment(i, x)) }),
      },
      `What a contributor with this value expects to pay: at first best by the pivotal mechanism that leaves the worst-off type nothing${missed}; in the second best payments cover the cost in expectation.`,
    ),
  ];
}

function contributorFigure(
  { contributors, secondBest }: ProvisionFindings,
  value: Distribution,
  { title, ...y }: { readonly title: string; readonly label: string; readonly reach: readonly number[] },
  { first, second }: { readonly first: Along; readonly second?: Along },
  said: string,
): Promise<ReportFigure> {
  const quick = contributors <= MOST_QUICK;
  const drawn = (name: string, style: Curve["style"], hue: number, f: Along) =>
    curvesAlong({ name, hue, style }, value, (values) => f(quick ? values : thinned(values)));
  const series = [
    ...drawn("first best", "dotted", HUES.firstBest, first),
    ...(second === undefined ? [] : drawn("second best", "solid", HUES.secondBest, second)),
  ];
  const lottery =
    "answer" in secondBest && secondBest.answer.mixture !== undefined
      ? "The second best is a lottery; its first mechanism is drawn."
      : "";
  const caption = [said, lottery, cutNote(value)].filter(Boolean).join(" ");
  return drawFigure({ title, x: { label: "own value" }, y, series }, caption);
}

const each =
  (f: (x: number) => number): Along =>
  (values) =>
    values.map((x) => [x, f(x)]);

/** Some of the values, both ends among them. */
function thinned(values: readonly number[]): number[] {
  const step = (values.length - 1) / (FEW - 1);
  return Array.from({ length: Math.min(FEW, values.length) }, (_, k) =>
    values.length <= FEW ? values[k] : values[Math.round(k * step)],
  );
}

/** What becomes of provision as the group grows; nothing to draw for one size. */
export async function sizesFigure({ sizes }: ProvisionFindings): Promise<ReportFigure | undefined> {
  const settled = sizes
    .flatMap(({ contributors, found }) => ("answer" in found ? [{ ...found.answer, contributors }] : []))
    .sort((a, b) => a.contributors - b.contributors);
  if (new Set(settled.map(({ contributors }) => contributors)).size < 2) return undefined;
  const points = (of: (size: (typeof settled)[number]) => number) =>
    settled.map((size): Point => [size.contributors, of(size)]);
  const [first, last] = [settled[0], settled[settled.length - 1]];
  return drawFigure(
    {
      title: "Provision by number of contributors",
      x: { label: "contributors", log: last.contributors >= 10 * first.contributors },
      y: { label: "probability, share", reach: [0, 1] },
      series: [
        {
          name: "worth its cost",
          style: "dotted",
          hue: HUES.firstBest,
          points: points(({ efficient }) => efficient.value),
        },
        {
          name: "provided in the second best",
          style: "solid",
          hue: HUES.secondBest,
          points: points(({ provided }) => provided.value),
        },
        { name: "share of first-best gains", style: "dashed", hue: 1, points: points(({ share }) => share) },
      ],
    },
    "The same cost a head throughout: how likely the good is worth its cost, how likely the second best provides it, and what part of the first-best gains that brings.",
  );
}
