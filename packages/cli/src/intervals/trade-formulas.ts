import type { ReportFormula } from "../page/formulas.js";
import { drawnRange } from "./drawn-values.js";
import type { TradeFindings } from "./examine-trade.js";
import { piecewiseTex, stretchesOf } from "./polynomial-pieces.js";
import { texEstimate, texNumber, texText } from "./tex.js";

/** Trade in formulas, with the numbers of this market. */
export function tradeFormulas(found: TradeFindings): ReportFormula[] {
  const { market, surplus, secondBest, rows, verdict, conditions } = found;
  const { buyers, sellers, buyer, seller } = market;
  const pair = buyers === 1 && sellers === 1;
  const sign = { exists: "\\ge 0", impossible: "< 0", unknown: "\\approx 0" }[verdict];
  const gains = pair
    ? "(v - c)"
    : "\\Big(\\sum_{\\text{buyers who trade}} v - \\sum_{\\text{sellers who trade}} c\\Big)";
  const row = (name: string) => rows.find((each) => each.name === name)!;
  const dense = conditions.intervals && buyer.atoms.length + seller.atoms.length === 0;
  return [
    {
      label: pair ? "The cost" : `Costs of ${sellers} seller${sellers === 1 ? "" : "s"}`,
      tex: `c \\sim F_S = ${texText(seller.name)}`,
    },
    {
      label: pair ? "The value" : `Values of ${buyers} buyer${buyers === 1 ? "" : "s"}`,
      tex: `v \\sim F_B = ${texText(buyer.name)}`,
    },
    {
      label: "Gains from trade at first best",
      tex: `${pair ? "\\mathbb{E}(v - c)^+" : `\\mathbb{E}\\max ${gains}`} = ${texEstimate(row("first best").gains)}`,
    },
    ...(dense
      ? [
          {
            label:
              "What efficient trade can collect at most from those who may stay away, beyond what it pays",
            tex: `${pair ? virtualSum("\\,;\\; v > c") : "\\max \\mathbb{E}\\Big[\\textstyle\\sum t\\Big]"} = ${texEstimate(surplus)} ${sign}`,
          },
        ]
      : []),
    ...(secondBest.efficient ? [] : weightFormulas(found, dense)),
    {
      label: "Gains in the second best",
      tex: `${pair && !secondBest.efficient ? "\\mathbb{E}[v - c\\,;\\; \\psi_\\alpha(v) > \\gamma_\\alpha(c)]" : "\\mathbb{E}[\\text{gains}]"} = ${texEstimate(row("second best").gains)}`,
    },
    {
      label: "As a share of the first best",
      tex: `\\frac{${texNumber(row("second best").gains.value)}}{${texNumber(row("first best").gains.value)}} = ${texEstimate(row("second best").share)}`,
    },
    ...otherFormulas(found, pair),
  ];
}

/** E[ψ(v) − γ(c)] over some trades. */
function virtualSum(when: string): string {
  return `\\mathbb{E}\\Big[v - \\frac{1 - F_B(v)}{f_B(v)} - c - \\frac{F_S(c)}{f_S(c)}${when}\\Big]`;
}

function weightFormulas({ secondBest, market }: TradeFindings, dense: boolean): ReportFormula[] {
  const { weight, multiplier, mechanism } = secondBest;
  const alpha = texNumber(weight);
  const boundary = piecewiseTex(
    mechanism.leastValue,
    reachable(market.seller, mechanism.leastValue),
    "c",
    drawnRange(market.seller),
  );
  return [
    {
      label: "Weight on information rents at which the second best balances its budget",
      tex: `\\alpha = ${alpha}, \\qquad \\lambda = \\frac{\\alpha}{1 - \\alpha} = ${texNumber(multiplier)}`,
    },
    ...(dense
      ? [
          {
            label: "Virtual value, ironed where it falls",
            tex: `\\psi_\\alpha(v) = v - ${alpha}\\,\\frac{1 - F_B(v)}{f_B(v)}`,
          },
          {
            label: "Virtual cost, ironed where it falls",
            tex: `\\gamma_\\alpha(c) = c + ${alpha}\\,\\frac{F_S(c)}{f_S(c)}`,
          },
        ]
      : []),
    {
      label: "Who trades in the second best: the boundary",
      tex: `\\psi_\\alpha(v) > \\gamma_\\alpha(c)${boundary === undefined ? "" : ` \\iff v > ${boundary}`}`,
    },
  ];
}

/** The costs at which some value suffices. */
function reachable(
  seller: TradeFindings["market"]["seller"],
  leastValue: (cost: number) => number,
): [number, number][] {
  const [least, most] = drawnRange(seller);
  return stretchesOf(seller).flatMap(([start, end]): [number, number][] => {
    const [from, to] = [Math.max(start, least), Math.min(end, most)];
    if (!(from < to)) return [];
    if (!Number.isFinite(leastValue(from + 1e-9 * (to - from)))) return [];
    if (Number.isFinite(leastValue(to - 1e-9 * (to - from)))) return [[start, end]];
    let [low, high] = [from, to];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (Number.isFinite(leastValue(middle))) low = middle;
      else high = middle;
    }
    return [[start, low]];
  });
}

function otherFormulas({ rows, market }: TradeFindings, pair: boolean): ReportFormula[] {
  const posted = rows.find(({ name }) => name === "posted price");
  const broker = rows.find(({ name }) => name === "broker")!;
  const price = posted?.price === undefined ? undefined : texNumber(Number(posted.price.toPrecision(6)));
  return [
    ...(price === undefined || !pair
      ? []
      : [
          {
            label: "The best posted price (found by a search)",
            tex: `\\mathbb{E}[v - c\\,;\\; c \\le p \\le v] = ${texEstimate(posted!.gains)} \\quad\\text{at } p = ${price}`,
          },
        ]),
    {
      label: "What a broker earns",
      tex: `${pair && market.buyer.pieces.length > 0 && market.seller.pieces.length > 0 ? `\\mathbb{E}\\big(\\bar\\psi_1(v) - \\bar\\gamma_1(c)\\big)^+` : "\\max \\mathbb{E}\\,\\textstyle\\sum t"} = ${texEstimate(broker.surplus)}`,
    },
  ];
}
