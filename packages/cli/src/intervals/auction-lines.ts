import type { AsymmetricFirstPrice, ShapeVerdict, VirtualValues } from "@candor/core/intervals";
import { type NamedSection, type NamedTable, tableLines } from "../named-table.js";
import {
  asymmetricTable,
  bidderTable,
  bidTable,
  comparisonTable,
  curveName,
  gapTable,
  ironedTable,
} from "./auction-tables.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";
import { printEstimate, printNumber } from "./print-estimate.js";
import { equivalenceSection } from "./revenue-equivalence.js";

/** The answer in sections, for the terminal and for the page. */
export function auctionSections(found: IntervalAuctionFindings): NamedSection[] {
  const ironed = ironedTable(found);
  return [
    { heading: "The bidders", paragraphs: shapeSentences(found), table: bidderTable(found) },
    ...(ironed.rows.length === 0
      ? []
      : [{ heading: "Values treated alike", paragraphs: [IRONED], table: ironed }]),
    {
      heading: "The optimal auction",
      paragraphs: [
        "The object goes to the highest ironed virtual value that is at least the seller's own value; of tied bidders to each with equal probability.",
      ],
      table: optimumTable(found),
    },
    { heading: "Other ways to sell", paragraphs: found.comparisons.notes, table: comparisonTable(found) },
    ...bidSections(found),
    ...equivalenceSection(found.equivalence),
  ];
}

const IRONED = "On these stretches the virtual value is replaced by one level, so that it never falls.";

export function auctionLines(found: IntervalAuctionFindings): string[] {
  const [bidders, ...others] = auctionSections(found);
  return [
    ...summarySentences(found),
    "",
    ...tableLines(bidders.table),
    ...bidders.paragraphs,
    ...others.flatMap(({ heading, paragraphs, table }) => [
      "",
      `${heading}:`,
      ...(table.rows.length === 0 ? [] : tableLines(table)),
      ...paragraphs,
    ]),
  ];
}

export function summarySentences({ comparisons }: IntervalAuctionFindings): string[] {
  const { bidders, sellerValue } = comparisons.optimal;
  const who = `${bidders.length} bidder${bidders.length === 1 ? "" : "s"}`;
  return [
    `One object, ${who} with independent private values, worth ${printNumber(sellerValue)} to the seller. Computed in doubles; ± is an estimate of the error.`,
  ];
}

function optimumTable({ comparisons: { optimal }, welfare, rents }: IntervalAuctionFindings): NamedTable {
  const { revenue, payoff, probabilityOfSale, sellerValue, groups } = optimal;
  const together = groups.reduce(
    (sum, { count }, g) => ({
      value: sum.value + count * rents[g].value,
      error: sum.error + count * rents[g].error,
    }),
    { value: 0, error: 0 },
  );
  return {
    head: ["", "expected"],
    rows: [
      ["revenue", printEstimate(revenue)],
      ...(sellerValue === 0 ? [] : [["revenue and unsold object", printEstimate(payoff)]]),
      ["probability of sale", printNumber(probabilityOfSale)],
      ["welfare", printEstimate(welfare)],
      ["rents of all bidders", printEstimate(together)],
    ],
  };
}

function shapeSentences({ comparisons }: IntervalAuctionFindings): string[] {
  return comparisons.optimal.groups.map(({ values }) => shapeSentence(values));
}

function shapeSentence({ distribution, regular, monotoneHazardRate }: VirtualValues): string {
  return `${distribution.name}: the virtual value ${verdict(regular, "never falls (regular)")}; the hazard rate ${verdict(monotoneHazardRate, "never falls")}.`;
}

function verdict({ holds, fall }: ShapeVerdict, yes: string): string {
  if (holds) return yes;
  if (fall === undefined) return "falls";
  return `falls from ${printNumber(fall.before)} at ${printNumber(fall.low)} to ${printNumber(fall.after)} at ${printNumber(fall.high)}`;
}

function bidSections(found: IntervalAuctionFindings): NamedSection[] {
  const { asymmetric, curves } = found;
  if (typeof asymmetric === "string")
    return [{ heading: "First-price bids", paragraphs: [asymmetric], table: { head: [], rows: [] } }];
  if (asymmetric !== undefined)
    return [
      {
        heading: "First-price bids without a reserve",
        paragraphs: asymmetricSentences(found, asymmetric),
        table: asymmetricTable(found, asymmetric),
      },
    ];
  if (curves.length === 0) return [];
  const gaps = gapTable(found);
  const none = curves.every(({ bids }) => bids === undefined);
  return [
    {
      heading: "Equilibrium bids",
      paragraphs: missingSentences(found),
      table: none ? { head: [], rows: [] } : bidTable(found),
    },
    ...(gaps.rows.length === 0
      ? []
      : [{ heading: "Best responses to these bids", paragraphs: [CHECKED], table: gaps }]),
  ];
}

const CHECKED =
  "Looked for among 129 values and 129 bids with refinement, others keeping to the bids above; ± is what the refinement moved.";

function missingSentences({ curves }: IntervalAuctionFindings): string[] {
  const reasons = new Map<string, string[]>();
  for (const curve of curves)
    if (curve.missing !== undefined)
      reasons.set(curve.missing, [...(reasons.get(curve.missing) ?? []), curveName(curve)]);
  return [...reasons].map(([reason, names]) => `${names.join("; ")}: ${reason}`);
}

function asymmetricSentences(
  { comparisons: { optimal } }: IntervalAuctionFindings,
  { topBid, revenue, wins, residual }: AsymmetricFirstPrice,
): string[] {
  const names = optimal.groups.map(({ values }) => values.distribution.name);
  const unsold = Math.max(0, 1 - wins[0] - wins[1]);
  const payoff = revenue.value + optimal.sellerValue * unsold;
  const share = (100 * payoff) / optimal.payoff.value;
  return [
    `Both bid at most ${printNumber(topBid)}. Revenue ${printEstimate(revenue)}, ${share.toFixed(4)} % of the optimum.`,
    ...names.map((name, i) => `${name} wins with probability ${printNumber(wins[i])}.`),
    `Largest gain found from another bid: ${residual.gain.toPrecision(1)}, of value ${printNumber(residual.value)} under ${names[residual.bidder]}.`,
  ];
}
