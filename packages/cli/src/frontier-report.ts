import {
  type CorrectedPosteriorPayment,
  type DesignQuestion,
  type EpsilonFrontier,
  type FrontierAnswer,
  type FrontierGap,
  type FrontierSegment,
  heightAt,
  type ParticipationBound,
  type PosteriorComparison,
  type Proven,
} from "@candor/core/design";
import { exact, printRational, type Rational } from "@candor/core/numeric";
import { printQuantity, quantity } from "@candor/core/properties";
import { plainTable } from "./plain-table.js";

/** What to hold the frontier against, where it applies. */
export interface Benchmarks {
  readonly ceiling?: ParticipationBound<Rational>;
  readonly posterior?: PosteriorComparison;
  /** (σ*, q*) at its smallest ε, proved optimal by participation alone. */
  readonly proof?: Proven;
  /** (σ*, q*) with bets that make truth exactly optimal. */
  readonly corrected?: CorrectedPosteriorPayment;
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const WIDTH = 48;
const { add, subtract, multiply, compare } = exact;
const show = (value: Rational) => printQuantity(quantity(exact, value));
const about = (value: Rational) => Number(exact.toNumber(value).toPrecision(6));
/** The fraction with its size, where that does not show. */
const full = (value: Rational) =>
  value.d === 1n ? printRational(value) : `${printRational(value)} (${about(value)})`;

/** What `candor frontier` answers, as lines for people. */
export function frontierLines(
  title: string,
  found: FrontierAnswer,
  question: DesignQuestion,
  maximize: string,
  benchmarks: Benchmarks,
): string[] {
  const list = (words: readonly string[]) => (words.length === 0 ? "none" : words.join(", "));
  return [
    `${title}: the direct mechanism, lotteries allowed, that maximizes ${maximize} when a lie may gain up to ε`,
    `incentives: ${list(question.incentives)}; participation: ${list(question.participation)}; money: ${list(question.money)}`,
    "",
    ...answer(found),
    ...("points" in found ? benchmarkLines(found, question, benchmarks) : []),
  ];
}

function answer(found: FrontierAnswer): string[] {
  switch (found.kind) {
    case "infeasible":
      return ["No ε makes the constraints feasible: they contradict each other without incentives."];
    case "unbounded":
      return ["The value has no upper bound at any ε; candor design says what is missing."];
    case "undecided":
      return ["Not decided: no feasible mechanism was reached within the pivots allowed."];
    default:
      return [
        ...tableLines(found),
        "",
        ...pictureLines(found),
        ...gapLines(found),
        ...flatLines(found),
        `${extent(found)}; certificates accepted by the verifier: ${found.points.length} of ${found.points.length}; designs computed: ${found.solves}.`,
      ];
  }
}

function extent({ kind, points, segments }: EpsilonFrontier): string {
  if (kind === "bracket") return "Outside the gaps the function is exact";
  const forEver = segments.some(({ to }) => to === undefined);
  return `The function is exact${forEver ? "" : ` up to ε = ${show(points.at(-1)!.epsilon)}`}`;
}

function tableLines({ segments, points }: EpsilonFrontier): string[] {
  const rows = segments.map(({ from, to, line }) => [
    show(from.epsilon),
    to === undefined ? "for ever" : show(to.epsilon),
    full(from.design.lower),
    line.slope.n === 0n ? "nothing" : show(line.slope),
  ]);
  if (segments.length === 0)
    return points.map(({ epsilon, design }) => `at ε = ${show(epsilon)}: ${full(design.lower)}`);
  return plainTable(["ε from", "to", "value at start", "one more unit of ε buys"], rows);
}

function gapLines({ gaps }: EpsilonFrontier): string[] {
  return gaps.map(
    ({ from, to, width }: FrontierGap) =>
      `gap: for ε from ${show(from.epsilon)} ${to === undefined ? "on" : `to ${show(to.epsilon)}`} the value is known ${width === undefined ? "from below only" : `to within ${show(width)}`}`,
  );
}

function flatLines({ limit, flatFrom, points }: EpsilonFrontier): string[] {
  const start = points[0].epsilon;
  return [
    ...(start.n === 0n ? [] : [`Below ε = ${show(start)} no mechanism satisfies the constraints.`]),
    ...(flatFrom === undefined
      ? []
      : flatFrom.n === 0n
        ? [`Incentives cost nothing: ${full(limit!)} is the value without any incentive constraint.`]
        : [
            `From ε = ${full(flatFrom)} on incentives cost nothing: ${full(limit!)} is the value without them.`,
          ]),
  ];
}

/** V by blocks, from the first ε to a little beyond the last breakpoint. */
function pictureLines({ points, segments, flatFrom }: EpsilonFrontier): string[] {
  const first = points[0];
  const last = points.at(-1)!;
  if (segments.length < 2) return [];
  const span = subtract(last.epsilon, first.epsilon);
  const end = flatFrom === undefined ? last.epsilon : add(last.epsilon, multiply(span, { n: 1n, d: 5n }));
  const heights = Array.from({ length: WIDTH }, (_, k) => {
    const share = { n: BigInt(k), d: BigInt(WIDTH - 1) };
    return valueAt(segments, add(first.epsilon, multiply(share, subtract(end, first.epsilon))));
  });
  const low = exact.toNumber(first.design.lower);
  const range = exact.toNumber(last.design.lower) - low;
  const blocks = heights.map((height) =>
    height === undefined
      ? "·"
      : BLOCKS[Math.min(7, Math.round((7 * (exact.toNumber(height) - low)) / (range || 1)))],
  );
  return [
    `  ${blocks.join("")}`,
    `  ε = ${show(first.epsilon)} to ${about(end)}; from ${about(first.design.lower)} to ${about(last.design.lower)}`,
    "",
  ];
}

function valueAt(segments: readonly FrontierSegment[], epsilon: Rational): Rational | undefined {
  const on = segments.find(
    ({ from, to }) =>
      compare(from.epsilon, epsilon) <= 0 && (to === undefined || compare(epsilon, to.epsilon) <= 0),
  );
  return on && heightAt(on.line, epsilon);
}

function benchmarkLines(found: EpsilonFrontier, question: DesignQuestion, benchmarks: Benchmarks): string[] {
  const { ceiling } = benchmarks;
  return [
    ...(ceiling === undefined || question.participation.every((kind) => kind === "ex-ante")
      ? []
      : [
          "",
          `Participation alone allows ${full(ceiling.bound)}, whatever ε is: weigh the participation of type t by Pr(t) and every lie by 0;`,
          `what is paid cancels, and no lottery is worth more than the best alternative, ${full(ceiling.firstBest)} in expectation, less ${show(ceiling.outside)} outside.`,
        ]),
    ...posteriorLines(found, question, benchmarks),
  ];
}

function posteriorLines(
  { flatFrom, limit, points }: EpsilonFrontier,
  { incentives, participation }: DesignQuestion,
  { posterior, proof, corrected }: Benchmarks,
): string[] {
  if (posterior === undefined || incentives.some((kind) => kind !== "bayesian")) return [];
  const { epsilon, revenue, participation: kept } = posterior;
  const missing = participation.filter((kind) => !kept.includes(kind));
  if (missing.length > 0)
    return [
      "",
      `Charging everybody what the choice is worth to them given all reports (posterior payments) breaks ${missing.join(", ")} participation here.`,
    ];
  const optimal = limit !== undefined && compare(revenue, limit) === 0;
  return [
    "",
    `Posterior payments (σ*, q*): make the best choice given all reports and charge everybody what it is worth to them. They earn ${full(revenue)}${optimal ? ", as much as any mechanism at any ε" : ""}; a lie gains up to ε* = ${full(epsilon)}.`,
    ...(proof === undefined
      ? []
      : ["Participation alone proves it, by a certificate that the verifier accepted."]),
    ...(flatFrom === undefined || !optimal
      ? []
      : compare(flatFrom, epsilon) < 0
        ? [
            `Another mechanism earns the same from ε = ${full(flatFrom)} on${flatFrom.n === 0n ? ": here approximate incentives buy simplicity, not revenue" : ""}.`,
          ]
        : [
            `No mechanism earns that below ε*; with exact incentives the most is ${full(points[0].design.lower)}.`,
          ]),
    ...(corrected === undefined || epsilon.n === 0n
      ? []
      : [
          `With bets on another player's report of at most ${show(corrected.largestBet)} on top of them, truth is exactly optimal and the revenue the same.`,
        ]),
  ];
}

/** The stable form of `candor frontier --json`. */
export function frontierData(found: FrontierAnswer, { ceiling, posterior, corrected }: Benchmarks): object {
  return {
    kind: found.kind,
    ...("points" in found ? functionData(found) : {}),
    ...(ceiling === undefined ? {} : { participationBound: printRational(ceiling.bound) }),
    ...(posterior === undefined
      ? {}
      : {
          posteriorPayment: {
            epsilon: printRational(posterior.epsilon),
            revenue: printRational(posterior.revenue),
            participation: posterior.participation,
            ...(corrected === undefined ? {} : { largestBet: printRational(corrected.largestBet) }),
          },
        }),
  };
}

function functionData({ points, segments, gaps, limit, flatFrom, solves }: EpsilonFrontier): object {
  const stretch = ({ from, to }: FrontierSegment | FrontierGap) => ({
    from: printRational(from.epsilon),
    ...(to === undefined ? {} : { to: printRational(to.epsilon) }),
  });
  return {
    points: points.map(({ epsilon, design }) => ({
      epsilon: printRational(epsilon),
      lower: printRational(design.lower),
      ...(design.upper === undefined ? {} : { upper: printRational(design.upper) }),
    })),
    segments: segments.map((segment) => ({
      ...stretch(segment),
      value: printRational(segment.from.design.lower),
      slope: printRational(segment.line.slope),
    })),
    gaps: gaps.map((gap) => ({
      ...stretch(gap),
      ...(gap.width === undefined ? {} : { width: printRational(gap.width) }),
    })),
    ...(limit === undefined ? {} : { limit: printRational(limit) }),
    ...(flatFrom === undefined ? {} : { flatFrom: printRational(flatFrom) }),
    solves,
  };
}
