import { type NamedTable, tableLines } from "../named-table.js";
import { MOST_IN_MCAFEE, mcAfeeApplies, type TradeFindings, type TradeRow } from "./examine-trade.js";
import { printNumber } from "./print-estimate.js";
import { negative, printed } from "./printed.js";

/** What `candor trade` answers, as lines for people. */
export function tradeLines(found: TradeFindings): string[] {
  return [
    titleOf(found),
    "",
    "Conditions of Myerson and Satterthwaite",
    ...tableLines(conditionTable(found)),
    ...verdictLines(found),
    "",
    ...tableLines(amountTable(found)),
    "",
    ...tableLines(mechanismTable(found)),
    ...mechanismNotes(found),
    "",
    ...secondBestLines(found),
    "",
    ...boundaryIntroduction(found),
    ...tableLines(boundaryTable(found)),
    ...(found.grown.length === 0 ? [] : ["", "As many sellers as buyers", ...tableLines(grownTable(found))]),
  ];
}

export function titleOf({ market: { seller, buyer, sellers, buyers } }: TradeFindings): string {
  const side = (count: number, one: string, name: string) =>
    count === 1 ? `a ${one} (${name})` : `${count} ${one}s (each ${name})`;
  return `Trade between ${side(sellers, "seller", seller.name)} and ${side(buyers, "buyer", buyer.name)}`;
}

export function conditionTable({ conditions }: TradeFindings): NamedTable {
  const { intervals, positiveDensities, overlap } = conditions;
  const meet =
    overlap === undefined ? "no" : `yes, from ${printNumber(overlap[0])} to ${printNumber(overlap[1])}`;
  const dense = positiveDensities ? "yes, at 99 points of each piece" : "no";
  return {
    head: [],
    rows: [
      ["costs come from one interval, and so do values", intervals ? "yes" : "no"],
      ["densities are positive inside, and there are no atoms", dense],
      ["costs and values overlap", meet],
    ],
  };
}

const EFFICIENT = "efficient, incentive-compatible and individually rational mechanism";

export function verdictLines({ verdict, byTheorem, surplus, market }: TradeFindings): string[] {
  const pair = market.buyers === 1 && market.sellers === 1;
  const many = pair ? "" : " The theorem is about one seller and one buyer; here the surplus decides.";
  const reason = {
    exists: `an ${EFFICIENT} balances its budget, with an expected surplus of ${printed(surplus)} to share out`,
    impossible: byTheorem
      ? `all three hold, so every ${EFFICIENT} runs a deficit`
      : `every ${EFFICIENT} runs a deficit of ${printed(negative(surplus))} or more`,
    unknown: `the largest expected surplus, ${printed(surplus)}, cannot be told from 0`,
  }[verdict];
  return [`Verdict: ${verdict}: ${reason}.${many}`];
}

export function amountTable({ rows, vcgSurplus, surplus }: TradeFindings): NamedTable {
  const vcg =
    vcgSurplus === undefined
      ? []
      : vcgSurplus.value > vcgSurplus.error
        ? [["VCG surplus", printed(vcgSurplus)]]
        : [["VCG deficit", printed(negative(vcgSurplus))]];
  const subsidy = surplus.value >= 0 ? "0" : printed(negative(surplus));
  return {
    head: [],
    rows: [["first-best gains", printed(rows[0].gains)], ...vcg, ["minimum subsidy", subsidy]],
  };
}

export function mechanismTable({ rows }: TradeFindings): NamedTable {
  return {
    head: ["mechanism", "gains from trade", "share of first best", "expected surplus"],
    rows: rows.map(({ name, gains, share, surplus, price }) => [
      // The gains are flat around the best price, so that a search does not settle all its digits.
      price === undefined ? name : `${name} ${Number(price.toPrecision(6))}`,
      ...[gains, share, surplus].map(printed),
    ]),
  };
}

export function mechanismNotes({ market }: TradeFindings): string[] {
  const best = "The posted price is the best that a search found; a broker keeps the surplus.";
  const missing = "McAfee's rule is left out:";
  if (mcAfeeApplies(market)) return [best];
  return market.buyer.atoms.length + market.seller.atoms.length > 0
    ? [best, `${missing} it is worked out for distributions without atoms.`]
    : [best, `${missing} it is worked out for up to ${MOST_IN_MCAFEE} traders a side.`];
}

export function secondBestLines({ secondBest, broker }: TradeFindings): string[] {
  const { weight, multiplier, mechanism, mixture, efficient } = secondBest;
  const sides = { "second best": mechanism, broker };
  const ironed = Object.entries(sides).flatMap(([name, { buyer, seller }]) => [
    ...intervalsOf(`values ironed (${name})`, buyer.ironed),
    ...intervalsOf(`costs ironed (${name})`, seller.ironed),
  ]);
  return [
    efficient
      ? "Second best: the first best itself, weight α = 0."
      : `Second best: weight α = ${printNumber(weight)} on information rents, multiplier λ = α/(1 − α) = ${printNumber(multiplier)}.`,
    ...(mixture === undefined
      ? []
      : [
          `The surplus jumps over 0 there: this mechanism with probability ${printNumber(mixture.probability)}, one with slightly less weight otherwise.`,
        ]),
    ...(ironed.length === 0
      ? ["No virtual values are ironed, for the second best or for the broker."]
      : ironed),
  ];
}

function intervalsOf(label: string, ironed: readonly (readonly [number, number])[]): string[] {
  return ironed.length === 0
    ? []
    : [`${label}: ${ironed.map((ends) => `[${ends.map(printNumber).join(", ")}]`).join(", ")}`];
}

/** The sentence over the boundary, with the wedge where it is the same at every decile. */
export function boundaryIntroduction({ boundary, market, secondBest }: TradeFindings): string[] {
  const wedges = boundary
    .filter(({ secondBest: least }) => Number.isFinite(least))
    .map(({ cost, secondBest: least }) => least - cost);
  const even = wedges.length > 1 && wedges.every((wedge) => Math.abs(wedge - wedges[0]) < 1e-10);
  const rule =
    even && !secondBest.efficient
      ? ` In the second best it exceeds the cost by ${printNumber(Number(wedges[0].toFixed(12)))} at every decile listed.`
      : "";
  return [
    market.buyers === 1 && market.sellers === 1
      ? `The lowest value at which the unit is traded, by deciles of the cost.${rule}`
      : `The lowest value that comes before a seller of this cost, by deciles of the cost.${rule}`,
  ];
}

export function boundaryTable({ boundary }: TradeFindings): NamedTable {
  const least = (value: number) => (Number.isFinite(value) ? printNumber(value) : "none");
  return {
    head: ["decile", "cost", "first best", "second best", "broker"],
    rows: boundary.map(({ decile, cost, firstBest, secondBest, broker }) => [
      `${decile}/10`,
      printNumber(Math.abs(cost) < 1e-15 ? 0 : cost),
      ...[firstBest, secondBest, broker].map(least),
    ]),
  };
}

/** One line a size: what is lost and what it would cost, by traders. */
export function grownTable({ grown }: TradeFindings): NamedTable {
  const share = (row: TradeRow | undefined) => (row === undefined ? "–" : printed(row.share));
  return {
    head: [
      ...["a side", "first-best gains", "surplus of first best", "α"],
      ...["second-best share", "McAfee share", "posted-price share", "broker's surplus"],
    ],
    rows: grown.map(({ traders, rows, weight }) => {
      const of = (name: TradeRow["name"]) => rows.find((row) => row.name === name);
      return [
        String(traders),
        ...[printed(rows[0].gains), printed(rows[0].surplus), printNumber(weight)],
        ...[share(of("second best")), share(of("McAfee")), share(of("posted price"))],
        printed(of("broker")!.surplus),
      ];
    }),
  };
}
