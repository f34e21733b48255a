import { type Distribution, survival, type VirtualValues } from "@candor/core/intervals";
import type { ReportFormula } from "../page/formulas.js";
import { drawnRange } from "./drawn-values.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";
import { piecewiseTex, stretchesOf } from "./polynomial-pieces.js";
import { printNumber } from "./print-estimate.js";
import { texEstimate, texNumber, texText } from "./tex.js";

/** Kinds of bidders whose formulas are written out. */
const MOST_WRITTEN = 6;

/** The optimal auction in formulas, with the numbers of this one. */
export function auctionFormulas(found: IntervalAuctionFindings): ReportFormula[] {
  const { groups, bidders } = found.comparisons.optimal;
  const several = groups.length > 1;
  return [
    ...groups.slice(0, MOST_WRITTEN).flatMap(({ values, count, members }, g) => {
      const index = several ? `_{${g + 1}}` : "";
      return groupFormulas(values, { index, count, reserve: bidders[members[0]].reserve, several });
    }),
    ...optimumFormulas(found),
    ...(found.asymmetric === undefined ? symmetricFormulas(found) : asymmetricFormulas(found)),
  ];
}

interface Kind {
  readonly index: string;
  readonly count: number;
  readonly reserve: number;
  readonly several: boolean;
}

function groupFormulas(values: VirtualValues, { index, count, reserve, several }: Kind): ReportFormula[] {
  const { distribution, ironedIntervals } = values;
  const of = several ? ` (${distribution.name})` : "";
  const psi = `\\psi${index}`;
  const bar = `\\bar\\psi${index}`;
  const explicit = piecewiseTex(
    values.virtualValue,
    stretchesOf(distribution),
    "v",
    drawnRange(distribution),
  );
  const written = explicit === undefined ? "" : ` = ${explicit}`;
  return [
    {
      label: `Values of ${count} bidder${count === 1 ? "" : "s"}`,
      tex: `v_i \\sim F${index} = ${texText(distribution.name)}`,
    },
    ...(distribution.pieces.length === 0
      ? atomFormulas(values, bar, of)
      : [
          {
            label: `Virtual value${of}`,
            tex: `${psi}(v) = v - \\frac{1 - F${index}(v)}{f${index}(v)}${written}`,
          },
        ]),
    ...ironedIntervals.slice(0, MOST_WRITTEN).map((interval) => ({
      label: `Ironed for values from ${printNumber(interval.from)} to ${printNumber(interval.to)}${of}: the slope of the hull of R(q) = q·F⁻¹(1 − q)`,
      tex: `${bar}(v) = ${chord(distribution, interval)}${texNumber(interval.level)}`,
    })),
    {
      label: `Reserve${of}: the lowest value with a virtual value of at least the seller's`,
      tex: Number.isFinite(reserve)
        ? `r${index} = \\inf\\{v : ${bar}(v) \\ge v_0\\} = ${texNumber(reserve)}`
        : `${bar}(v) < v_0 \\quad\\text{for all } v`,
    },
  ];
}

/** Of values that are points: the slope over the next higher one, or what the hull makes of it. */
function atomFormulas(
  { distribution: { atoms }, ironed }: VirtualValues,
  bar: string,
  of: string,
): ReportFormula[] {
  const levels = atoms.map(({ at }) => `${bar}(${texNumber(at)}) = ${texNumber(ironed(at))}`);
  return [
    {
      label: `Virtual value at a point a, below the next b${of}`,
      tex: "\\psi(a) = a - (b - a)\\,\\frac{\\Pr(v > a)}{\\Pr(v = a)}",
    },
    ...(atoms.length > MOST_WRITTEN
      ? []
      : [{ label: `Ironed where it falls${of}`, tex: levels.join(",\\quad ") }]),
  ];
}

/** (R(q₁) − R(q₂))/(q₁ − q₂) in numbers; empty where rounding would show. */
function chord(
  distribution: Distribution,
  { from, to, level }: VirtualValues["ironedIntervals"][number],
): string {
  const atom = distribution.atoms.find(({ at }) => at === from)?.mass ?? 0;
  const [lower, upper] = [survival(distribution, from) + atom, survival(distribution, to)];
  const slope = (lower * from - upper * to) / (lower - upper);
  if (!(Math.abs(slope - level) <= 1e-10 * (Math.abs(level) + Math.abs(from)))) return "";
  const [q1, q2] = [texNumber(lower), texNumber(upper)];
  const revenue = (q: number, v: number) => texNumber(q * v);
  return `\\frac{R(${q1}) - R(${q2})}{${q1} - ${q2}} = \\frac{${revenue(lower, from)} - ${signed(revenue(upper, to))}}{${texNumber(lower - upper)}} = `;
}

function signed(tex: string): string {
  return tex.startsWith("-") ? `(${tex})` : tex;
}

function optimumFormulas({ comparisons, welfare }: IntervalAuctionFindings): ReportFormula[] {
  const { optimal, rows } = comparisons;
  const { groups, bidders, sellerValue, revenue, payoff, probabilityOfSale } = optimal;
  const of = groups.length > 1 ? "_i" : "";
  const n = bidders.length;
  const most = n === 1 ? `\\bar\\psi(v_1)` : `\\max_i \\bar\\psi${of}(v_i)`;
  const v0 = texNumber(sellerValue);
  const kept = sellerValue === 0 ? "" : ` - v_0 \\Pr(${most} < v_0)`;
  const share = (kind: string) => rows.find((row) => row.kind === kind);
  const next = share("one-more-bidder");
  const plain = share("no-reserve");
  return [
    {
      label: "Who gets the object",
      tex: `i \\in \\arg\\max_j \\bar\\psi${groups.length > 1 ? "_j" : ""}(v_j) \\quad\\text{if } \\bar\\psi${of}(v_i) \\ge v_0 = ${v0}, \\qquad \\Pr(\\text{sale}) = ${texNumber(probabilityOfSale)}`,
    },
    {
      label: "What it pays in expectation, by the envelope theorem",
      tex: `T${of}(v) = v\\,Q${of}(v) - \\int_{r${of}}^{v} Q${of}(s)\\,ds`,
    },
    {
      label: "Revenue: expected payments",
      tex: `\\mathbb{E}\\sum_i T${of}(v_i) = \\mathbb{E}\\max\\{v_0, ${most}\\}${kept} = ${texEstimate(revenue)}`,
    },
    ...(sellerValue === 0
      ? []
      : [
          {
            label: "Revenue and unsold object",
            tex: `\\mathbb{E}\\max\\{v_0, ${most}\\} = ${texEstimate(payoff)}`,
          },
        ]),
    { label: "Welfare", tex: `\\mathbb{E}\\,W = ${texEstimate(welfare)}` },
    {
      label: "All there is to gain (first best)",
      tex: `\\mathbb{E}\\max\\{v_0, v_1${n === 1 ? "" : n === 2 ? ", v_2" : `, \\ldots, v_{${n}}`}\\} = ${texEstimate(share("first-best")!.payoff)}`,
    },
    ...(plain === undefined || next === undefined
      ? []
      : [
          {
            label: `Second price without a reserve, ${n} and ${n + 1} bidders`,
            tex: `\\Pi_{${n}} = ${texEstimate(plain.payoff)}, \\qquad \\Pi_{${n + 1}} = ${texEstimate(next.payoff)}`,
          },
        ]),
  ];
}

/** β = v − ∫F^{n−1}/F^{n−1}, written out where it is a polynomial. */
function symmetricFormulas({ comparisons, curves }: IntervalAuctionFindings): ReportFormula[] {
  const { groups, bidders } = comparisons.optimal;
  const { distribution } = groups[0].values;
  const power = bidders.length === 2 ? "" : `^{${bidders.length - 1}}`;
  return curves.flatMap(({ format, reserve, bids }): ReportFormula[] => {
    if (bids === undefined) return [];
    const stretches = stretchesOf(distribution)
      .map(([from, to]) => [Math.max(from, bids.lowest), to] as const)
      .filter(([from, to]) => from < to);
    const explicit = piecewiseTex((v) => bids.bid(v).value, stretches, "v", drawnRange(distribution));
    const top = drawnRange(distribution)[1];
    const at = explicit === undefined ? `, \\quad b(${texNumber(top)}) = ${texEstimate(bids.bid(top))}` : "";
    const from = texNumber(bids.lowest);
    const general =
      format === "first-price"
        ? `v - \\int_{${from}}^{v} \\left(\\frac{F(s)}{F(v)}\\right)${power} ds`
        : `v\\,F(v)${power} - \\int_{${from}}^{v} F(s)${power}\\,ds`;
    const name = format === "first-price" ? "First-price" : "All-pay";
    return [
      {
        label: `${name} bids${reserve > 0 ? ` with the reserve ${printNumber(reserve)}` : ""}`,
        tex: `b(v) = ${general}${explicit === undefined ? "" : ` = ${explicit}`}${at}`,
      },
    ];
  });
}

function asymmetricFormulas({ asymmetric }: IntervalAuctionFindings): ReportFormula[] {
  if (asymmetric === undefined || typeof asymmetric === "string") return [];
  const { topBid, lowestBid, revenue, wins } = asymmetric;
  return [
    {
      label: "First-price bids without a reserve: the value φ_i(b) that bids b",
      tex: `\\frac{d\\varphi_i}{db}(b) = \\frac{F_i(\\varphi_i(b))}{f_i(\\varphi_i(b))\\,(\\varphi_j(b) - b)}, \\quad ${texNumber(lowestBid)} \\le b \\le \\bar b = ${texNumber(topBid)}`,
    },
    {
      label: "What the first-price auction earns, and who wins it",
      tex: `\\mathbb{E}\\max_i b_i(v_i) = ${texEstimate(revenue)}, \\qquad \\Pr(1\\text{ wins}) = ${texNumber(wins[0])}, \\quad \\Pr(2\\text{ wins}) = ${texNumber(wins[1])}`,
    },
  ];
}
