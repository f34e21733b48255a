import { printRational } from "@candor/core/numeric";
import type { ReportFormula } from "../page/formulas.js";
import { claimFormulas } from "./claim-formulas.js";
import { drawnRange } from "./drawn-values.js";
import type { PartnershipFindings } from "./examine-partnership.js";
import { piecewiseTex, stretchesOf } from "./polynomial-pieces.js";
import { texEstimate, texNumber, texText } from "./tex.js";

/** Dissolving a partnership in formulas, with the numbers of this one. */
export function partnershipFormulas(found: PartnershipFindings): ReportFormula[] {
  const { stated } = found;
  const n = stated.shares.length;
  const { alike, distributions } = stated;
  return [
    {
      label: "Values and shares",
      tex: `${alike ? `v_i \\sim F = ${texText(distributions[0].name)}` : distributions.map(({ name }, i) => `v_${i + 1} \\sim ${texText(name)}`).join(",\\; ")}, \\qquad r = (${stated.shares.map(printRational).join(", ")})`,
    },
    {
      label: "The chance to get the object",
      tex: alike ? `Q(v) = F(v)${n === 2 ? "" : `^{${n - 1}}`}` : "Q_i(v) = \\prod_{j \\ne i} F_j(v)",
    },
    ...claimFormulas({
      ...found,
      outside: (value) => `r_i ${value}`,
      beside: stated.shares.map((share, i) => `r_${i + 1} = ${printRational(share)}`),
    }),
    ...shareFormulas(found),
    ...biddingFormulas(found),
  ];
}

function shareFormulas({ stated, easiest, dissolvable }: PartnershipFindings): ReportFormula[] {
  const ends = "answer" in dissolvable ? dissolvable.answer.ends : undefined;
  return [
    ...("answer" in easiest
      ? [
          {
            label: "Easiest shares: the same type is worst off for all",
            tex: `r^* = (${easiest.answer.shares.map(texNumber).join(", ")})`,
          },
          { label: "Their surplus", tex: texEstimate(easiest.answer.surplus) },
        ]
      : []),
    ...(ends === undefined
      ? []
      : [
          {
            label: `Dissolvable shares of ${stated.names[0]}: the surplus is not negative`,
            tex: `${texEstimate(ends[0])} \\;\\le\\; r_1 \\;\\le\\; ${texEstimate(ends[1])}`,
          },
        ]),
  ];
}

function biddingFormulas({ bidding, stated, shares }: PartnershipFindings): ReportFormula[] {
  if (!("answer" in bidding)) return [];
  const { bid, sidePayments } = bidding.answer;
  const n = shares.length;
  const [distribution] = stated.distributions;
  const explicit = piecewiseTex(bid, stretchesOf(distribution), "x", drawnRange(distribution));
  const payments = sidePayments.map((paid) => texNumber(Math.abs(paid) < 1e-14 ? 0 : paid));
  return [
    {
      label: "Bids: the highest gets the object, each pays its bid less the mean of the others'",
      tex: `b(x) = \\int_{${texNumber(distribution.support[0])}}^x u\\,dF(u)${n === 2 ? "" : `^{${n - 1}}`}${explicit === undefined ? "" : ` = ${explicit}`}`,
    },
    {
      label: "Paid before bidding",
      tex: `c_i = b(\\hat v_i) - \\tfrac{1}{${n}} \\sum_j b(\\hat v_j)`,
    },
    { label: "Here", tex: `c = (${payments.join(", ")})` },
  ];
}
