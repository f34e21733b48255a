import type { BalancedDecision, EfficientProblem, GeneralisedVcg } from "@candor/core/intervals";
import type { ReportFormula } from "../page/formulas.js";
import { texEstimate, texNumber } from "./tex.js";

/** What the formulas of efficient mechanisms need; `outside` is LaTeX of the outside option of agent i at v. */
export interface ClaimFormulas {
  readonly problem: EfficientProblem;
  readonly decision: BalancedDecision;
  readonly vcg: GeneralisedVcg;
  readonly outside: (value: string) => string;
  /** What is said of agent i beside its worst-off type; LaTeX. */
  readonly beside: readonly string[];
}

/** Worst-off types, the surplus of efficiency with the numbers in, and payments that balance. */
export function claimFormulas(claims: ClaimFormulas): ReportFormula[] {
  return [...worstFormulas(claims), ...surplusFormulas(claims), ...transferFormulas(claims)];
}

function worstFormulas({ vcg, outside, beside }: ClaimFormulas): ReportFormula[] {
  const lines = vcg.worstOff.map(({ types: [from, to] }, i) => {
    const range = from === to ? `&= ${texNumber(from)}` : `&\\in [${texNumber(from)}, ${texNumber(to)}]`;
    return `\\hat v_${i + 1} ${range} \\quad (${beside[i]})`;
  });
  return [
    {
      label: "Worst-off types: where the chance to get the object passes the slope of the outside option",
      tex: `\\hat v_i \\in \\arg\\min_v \\Big(\\mathbb{E}\\big[\\max_j v_j \\,\\big|\\, v_i = v\\big] - ${outside("v")}\\Big)`,
    },
    { label: "Here", tex: `\\begin{aligned} ${lines.join(" \\\\ ")} \\end{aligned}` },
  ];
}

function surplusFormulas({ decision, vcg, problem, outside }: ClaimFormulas): ReportFormula[] {
  const others = problem.agents.length - 1;
  const sign = { exists: "\\ge 0", impossible: "< 0", unknown: "\\approx 0" }[decision.status];
  const result = `${texEstimate(decision.surplus)} ${sign}`;
  const nets = vcg.worstOff.map(({ net }) => net);
  if (!decision.connected || !nets.every(Number.isFinite))
    return [
      {
        label: "Surplus that efficiency leaves, worst-off types held to their outside options",
        tex: `\\max \\mathbb{E}\\sum_i t_i = ${result}`,
      },
    ];
  const sum = nets.map((net, k) => (k > 0 && net >= 0 ? `+ ${texNumber(net)}` : texNumber(net))).join(" ");
  return [
    {
      label: "Surplus that efficiency leaves, worst-off types held to their outside options",
      tex: `\\sum_i \\Big(\\mathbb{E}\\big[\\max_j v_j \\,\\big|\\, v_i = \\hat v_i\\big] - ${outside("\\hat v_i")}\\Big) - ${others === 1 ? "" : others}\\,\\mathbb{E}\\max_j v_j = ${result}`,
    },
    {
      label: "In numbers",
      tex: `${sum} - ${others === 1 ? "" : `${others} \\cdot `}${texNumber(problem.expectedWelfare.value)} = ${texEstimate(decision.surplus)}`,
    },
  ];
}

function transferFormulas({ decision, problem }: ClaimFormulas): ReportFormula[] {
  const others = problem.agents.length - 1;
  const part = others === 1 ? "" : `\\frac{1}{${others}}`;
  const agv = {
    label: "Expected externality (AGV): payments that add up to 0",
    tex: `t_i^A(v) = ${part}\\sum_{j \\ne i} e_j(v_j) - e_i(v_i), \\qquad e_i(x) = \\mathbb{E}\\Big[\\sum_{j \\ne i} v_j k_j(x, v_{-i})\\Big]`,
  };
  const { mechanism } = decision;
  if (mechanism === undefined) return [agv];
  const label = "Balanced payments that keep everyone in";
  if (mechanism.offsets === undefined)
    return [
      agv,
      {
        label,
        tex: `t_i^*(v) = D_i(v_i) - ${part}\\sum_{j \\ne i} D_j(v_j) + \\kappa_i, \\qquad D_i = T_i - \\mathbb{E}\\,T_i`,
      },
    ];
  const offsets = mechanism.offsets.map((d) => texNumber(Math.abs(d) < 1e-14 ? 0 : d));
  return [
    agv,
    { label, tex: "t_i^*(v) = t_i^A(v) - d_i" },
    { label: "The offsets", tex: `d = (${offsets.join(", ")})` },
  ];
}
