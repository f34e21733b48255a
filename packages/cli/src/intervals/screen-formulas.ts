import type { MenuPiece } from "@candor/core/intervals";
import type { SmoothFormula } from "@candor/core/io";
import type { ReportFormula } from "../page/formulas.js";
import { drawnRange } from "./drawn-values.js";
import type { ScreeningFindings } from "./examine-screening.js";
import { piecewiseTex, stretchesOf } from "./polynomial-pieces.js";
import { texEstimate, texNumber, texText } from "./tex.js";

/** The screening problem and its solution in formulas, the stated ones and the numbers put in. */
export function screenFormulas(found: ScreeningFindings): ReportFormula[] {
  const { stated } = found;
  const { value, cost, byType, byQuantity, cross, marginalCost, problem } = stated;
  return [
    { label: "Types", tex: `\\theta \\sim F = ${texText(problem.distribution.name)}` },
    {
      label: "Value and cost",
      tex: `v(x, \\theta) = ${written(value)}, \\qquad c(x) = ${written(cost)}`,
    },
    {
      label: "Derivatives",
      tex: `v_\\theta = ${written(byType)}, \\qquad v_x = ${written(byQuantity)}, \\qquad v_{x\\theta} = ${written(cross)}, \\qquad c_x = ${written(marginalCost)}`,
    },
    virtualFormula(found),
    ...solutionFormulas(found),
    ...pooledFormulas(found),
    ...moneyFormulas(found),
  ];
}

/** What mathjs writes, without its stray blanks. */
function written({ tex }: SmoothFormula): string {
  return tex.trim().replaceAll("{ ", "{").replaceAll("10^{+", "10^{");
}

/** As a factor: a sum in brackets. */
function factor(formula: SmoothFormula): string {
  const tex = written(formula);
  return /[+-]/.test(tex) ? `\\left(${tex}\\right)` : tex;
}

function virtualFormula({ stated, screening }: ScreeningFindings): ReportFormula {
  const { value, cost, byType, problem } = stated;
  const [label, weight] = participationWeight(screening);
  if (problem.distribution.pieces.length === 0)
    return {
      label: `Virtual surplus of a type a, below the next b: surplus less the rents it leaves to other types${label}`,
      tex: screening.reflected
        ? `\\varphi(x, b) = v(x, b) - c(x) - \\big(v(x, a) - v(x, b)\\big) \\frac{\\Pr(\\theta < b)${weight}}{\\Pr(\\theta = b)}`
        : `\\varphi(x, a) = v(x, a) - c(x) - \\big(v(x, b) - v(x, a)\\big) \\frac{\\Pr(\\theta > a)${weight}}{\\Pr(\\theta = a)}`,
    };
  const above = screening.reflected ? "F(\\theta)" : "1 - F(\\theta)";
  const rate = (factorOfRent: string, sign = screening.reflected ? "+" : "-") =>
    `${sign} ${factorOfRent}\\frac{${above}${weight}}{f(\\theta)}`;
  const spent = written(cost) === "0" ? "" : ` - ${factor(cost)}`;
  const rent = written(byType);
  // − (−x) is + x.
  const [, turned] = /^-([^+-]+)$/.exec(rent) ?? [];
  const rents =
    turned !== undefined
      ? rate(`${turned}\\,`, screening.reflected ? "-" : "+")
      : rent === "0"
        ? ""
        : rate(rent === "1" ? "" : `${factor(byType)}\\,`);
  return {
    label: `Virtual surplus: surplus less the rents it leaves to other types${label}`,
    tex: `\\varphi(x, \\theta) = v - c ${rate("v_\\theta\\,")} = ${written(value)}${spent} ${rents}`,
  };
}

/** What participation beyond the usual end adds to the formula, in words and as LaTeX. */
function participationWeight({ participation, reflected }: ScreeningFindings["screening"]): [string, string] {
  const { binding, topWeight } = participation;
  if (binding === "inside")
    return [
      "; μ spreads participation over types",
      ` - \\mu(\\text{types } ${reflected ? "<" : ">"} \\theta)`,
    ];
  if (topWeight === 0) return ["", ""];
  return [", less the weight of participation at the other end", ` - ${texNumber(topWeight)}`];
}

/** x, V and t where they are polynomials; what defines them anyway. */
function solutionFormulas({ stated, screening }: ScreeningFindings): ReportFormula[] {
  const stretches = solvedStretches(stated.problem.distribution, screening.pieces);
  const explicit = (f: (type: number) => number) => {
    const tex = piecewiseTex(f, stretches, "\\theta", drawnRange(stated.problem.distribution));
    return tex === undefined ? "" : ` = ${tex}`;
  };
  const { quantities } = stated.problem;
  const set =
    "from" in quantities
      ? `[${texNumber(quantities.from)}, ${texNumber(quantities.to)}${Number.isFinite(quantities.to) ? "]" : ")"}`
      : `\\{${quantities.length > 8 ? `${quantities.slice(0, 6).map(texNumber).join(", ")}, \\ldots` : quantities.map(texNumber).join(", ")}\\}`;
  const monotone = screening.reflected ? "nonincreasing" : "nondecreasing";
  const x = explicit(screening.quantity);
  const lowest = screening.participation.binding === "lowest";
  const start = screening.reflected ? "\\theta_{\\max}" : "\\theta_{\\min}";
  return [
    {
      label: `The menu: the best ${monotone} quantities${lowest ? "" : " that keep every type in"}`,
      tex: `x(\\cdot) \\in \\arg\\max_{x(\\theta) \\in ${set},\\; x\\;\\text{${monotone}}} ${lowest ? "\\mathbb{E}\\,\\varphi(x(\\theta), \\theta)" : "\\mathbb{E}[t(\\theta) - c(x(\\theta))]"}`,
    },
    ...(x === "" ? [] : [{ label: "Its quantities", tex: `x(\\theta)${x}` }]),
    {
      label: "Rents",
      tex: `V(\\theta) = V(${start}) + \\int_{${start}}^{\\theta} v_\\theta(x(s), s)\\,ds${explicit((type) => screening.utility(type).value)}`,
    },
    {
      label: "Payments",
      tex: `t(\\theta) = v(x(\\theta), \\theta) - V(\\theta)${explicit(screening.payment)}`,
    },
  ];
}

/** The menu's pieces, cut where the density is not smooth. */
function solvedStretches(
  distribution: ScreeningFindings["stated"]["problem"]["distribution"],
  pieces: readonly MenuPiece[],
): [number, number][] {
  const ends = pieces.flatMap(({ types }) => types).filter(Number.isFinite);
  return stretchesOf(distribution).flatMap(([from, to]) => {
    const knots = [from, ...new Set(ends.filter((at) => at > from && at < to)), to].sort((a, b) => a - b);
    return knots.slice(1).map((knot, k): [number, number] => [knots[k], knot]);
  });
}

function pooledFormulas({ stated, screening }: ScreeningFindings): ReportFormula[] {
  return screening.pieces
    .filter(({ kind, types: [from, to] }) => kind === "pooled" && from < to)
    .filter(() => stated.problem.distribution.pieces.length > 0)
    .map(({ types: [from, to], quantities: [quantity] }) => ({
      label: "Pooled types share the quantity at which they gain nothing together from another",
      tex: `\\int_{${texNumber(from)}}^{${texNumber(to)}} \\varphi_x(${texNumber(quantity)}, \\theta)\\,dF(\\theta) = 0`,
    }));
}

function moneyFormulas({ screening, stated }: ScreeningFindings): ReportFormula[] {
  const { profit, consumerSurplus, welfare, firstBestWelfare, participation, utility, reflected } = screening;
  const [low, high] = stated.problem.distribution.support;
  const least = reflected ? high : low;
  const kept =
    Number.isFinite(least) && participation.binding === "lowest" ? ` - V(${texNumber(least)})` : "";
  const given = kept === "" || utility(least).value === 0 ? "" : kept;
  return [
    {
      label: "Profit",
      tex:
        participation.binding === "lowest"
          ? `\\mathbb{E}[t(\\theta) - c(x(\\theta))] = \\mathbb{E}\\,\\varphi(x(\\theta), \\theta)${given} = ${texEstimate(profit)}`
          : `\\mathbb{E}[t(\\theta) - c(x(\\theta))] = ${texEstimate(profit)}`,
    },
    { label: "Consumer surplus", tex: `\\mathbb{E}\\,V(\\theta) = ${texEstimate(consumerSurplus)}` },
    { label: "Welfare", tex: `\\mathbb{E}[v - c] = ${texEstimate(welfare)}` },
    {
      label: "All there is to gain (first best)",
      tex: `\\mathbb{E}\\max_x [v - c] = ${texEstimate(firstBestWelfare)}`,
    },
  ];
}
