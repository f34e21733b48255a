import type {
  BalancedDecision,
  Distribution,
  EfficientProblem,
  ExpectedExternality,
} from "@candor/core/intervals";
import type { Curve } from "../chart/chart.js";
import type { ReportFigure } from "../page/report-page.js";
import { densityFigure } from "./density-figure.js";
import { drawFigure } from "./draw-figure.js";
import { curvesOf, cutNote } from "./drawn-values.js";
import { sameDistribution } from "./same-distribution.js";

/** Those who may get the object, as the figures of partnerships and of efficient mechanisms in general show them. */
export interface Claims {
  readonly problem: EfficientProblem;
  readonly agv: ExpectedExternality;
  readonly decision: BalancedDecision;
  /** By agent: a name, and what tells outside options apart. */
  readonly names: readonly string[];
  readonly outside: readonly string[];
  readonly distributions: readonly Distribution[];
}

/** Agents that are alike in what matters, each kind under its first agent. */
function kindsOf(count: number, alike: (i: number, j: number) => boolean): number[][] {
  const all = Array.from({ length: count }, (_, i) => i);
  return all.map((i) => all.filter((j) => alike(i, j))).filter(([first], i) => first === i);
}

const namesOf = ({ names }: Claims, members: readonly number[]) => members.map((i) => names[i]).join(", ");

/** Densities of the values. */
export function valueFigure(claims: Claims): Promise<ReportFigure> {
  const { distributions } = claims;
  const kinds = kindsOf(distributions.length, (i, j) => sameDistribution(distributions[i], distributions[j]));
  const named = kinds.map((members) => ({
    distribution: distributions[members[0]],
    hue: members[0],
    name: `${namesOf(claims, members)}: ${distributions[members[0]].name}`,
  }));
  return densityFigure(named, "value");
}

/** What joining brings to each type, with AGV and with the balanced payments. */
export function joiningFigure(claims: Claims): Promise<ReportFigure> {
  const { agv, decision, distributions } = claims;
  const series = [
    ...joiningCurves(claims, "AGV", "dashed", agv.interimUtility),
    ...(decision.mechanism ? joiningCurves(claims, "t", "solid", decision.mechanism.interimUtility) : []),
  ];
  const different = new Set(distributions.map(({ name }) => name)).size > 1;
  const cuts = distributions.map((each) => cutNote(each, different ? `${each.name}: drawn` : "Drawn"));
  return drawFigure(
    {
      title: "What joining brings",
      x: { label: "value" },
      y: { label: "utility above the outside option" },
      series,
      rules: [{ axis: "y", at: 0, label: "0" }],
    },
    [
      `Expected utility less what staying away brings. Below 0 a type would rather stay away. AGV: expected externality payments${decision.mechanism ? "; t: the balanced payments that keep everyone in" : ""}.`,
      ...new Set(cuts),
    ]
      .filter(Boolean)
      .join(" "),
  );
}

/** One curve for all with the same distribution and outside option. */
function joiningCurves(
  claims: Claims,
  rule: string,
  style: Curve["style"],
  utility: (agent: number, type: number) => number,
): Curve[] {
  const { problem, distributions, outside } = claims;
  const kinds = kindsOf(
    distributions.length,
    (i, j) => outside[i] === outside[j] && sameDistribution(distributions[i], distributions[j]),
  );
  return kinds.flatMap((members) => {
    const [i] = members;
    const agent = problem.agents[i];
    return curvesOf(
      { name: `${rule}, ${namesOf(claims, members)}`, style, hue: i },
      distributions[i],
      (x) => utility(i, x) - agent.outside.value(x),
      agent.breakpoints,
    );
  });
}
