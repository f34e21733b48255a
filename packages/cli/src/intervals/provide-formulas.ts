import type { ReportFormula } from "../page/formulas.js";
import type { ProvisionFindings } from "./examine-provision.js";
import { texEstimate, texNumber, texText } from "./tex.js";

/** Providing the good in formulas, with the numbers of this one. */
export function provideFormulas(found: ProvisionFindings): ReportFormula[] {
  const { kinds, contributors: n, costPerHead, good } = found;
  const i = kinds.length === 1 ? "" : "_i";
  const { decision, probability, welfare } = good;
  const cost = texNumber(costPerHead * n);
  const sign = { exists: "\\ge 0", impossible: "< 0", unknown: "\\approx 0" }[decision.status];
  return [
    {
      label: `Values of ${n} contributors`,
      tex: kinds
        .map(({ value, count }) => `\\theta_i \\sim F${i} = ${texText(value.name)}${i && ` \\;(${count})`}`)
        .join(", \\quad "),
    },
    { label: "Cost", tex: `C = ${n} \\cdot ${texNumber(costPerHead)} = ${cost}` },
    {
      label: "First best: provided when values cover the cost",
      tex: `\\Pr\\Big(\\sum_i \\theta_i \\ge ${cost}\\Big) = ${texEstimate(probability)}`,
    },
    {
      label: "Its expected gains",
      tex: `\\mathbb{E}\\Big(\\sum_i \\theta_i - ${cost}\\Big)^{\\!+} = ${texEstimate(welfare)}`,
    },
    {
      label: "What it can collect at most beyond the cost from contributors who may stay away",
      tex:
        decision.connected && kinds.every(({ value }) => value.atoms.length === 0)
          ? `\\mathbb{E}\\Big[\\sum_i \\Big(\\theta_i - \\frac{1 - F${i}(\\theta_i)}{f${i}(\\theta_i)}\\Big) - ${cost}\\,;\\; \\sum_i \\theta_i \\ge ${cost}\\Big] = ${texEstimate(decision.surplus)} ${sign}`
          : `\\max \\mathbb{E}\\Big[\\sum_i t_i\\Big] - ${cost}\\,\\Pr(\\text{provided}) = ${texEstimate(decision.surplus)} ${sign}`,
    },
    ...secondBestFormulas(found),
  ];
}

function secondBestFormulas({
  secondBest,
  contributors,
  costPerHead,
  kinds,
}: ProvisionFindings): ReportFormula[] {
  if (!("answer" in secondBest)) return [];
  const { weight, multiplier, gains, share, firstBest, mechanism, mixture, efficient } = secondBest.answer;
  const cost = texNumber(costPerHead * contributors);
  const alpha = texNumber(weight);
  return [
    ...(efficient || kinds.some(({ value }) => value.pieces.length === 0)
      ? []
      : [
          {
            label: "Second best: provided when virtual values, ironed where they fall, cover the cost",
            tex: `\\sum_i \\psi_\\alpha(\\theta_i) \\ge ${cost}, \\qquad \\psi_\\alpha(\\theta) = \\theta - ${alpha}\\,\\frac{1 - F(\\theta)}{f(\\theta)}`,
          },
        ]),
    ...(efficient
      ? []
      : [
          {
            label: "The weight on information rents at which payments cover the cost in expectation",
            tex: `\\alpha = ${alpha}${weight === 1 ? "" : `, \\qquad \\lambda = \\frac{\\alpha}{1 - \\alpha} = ${texNumber(multiplier)}`}`,
          },
        ]),
    ...(mixture === undefined
      ? [
          {
            label: "How likely it provides",
            tex: `\\Pr(\\text{provided}) = ${texEstimate(mechanism.probability)}`,
          },
        ]
      : []),
    {
      label: "Its expected gains, and as a share of the first best",
      tex: `${texEstimate(gains)}, \\qquad \\frac{${texNumber(gains.value)}}{${texNumber(firstBest.value)}} = ${texNumber(share)}`,
    },
  ];
}
