import { type Environment, writeProfile } from "@candor/core/model";
import { type DenseProblem, type DenseReport, float } from "@candor/core/numeric";
import { printEntries, printQuantity, typeLabels, type Verdict } from "@candor/core/properties";

/** One number found by the stream, as a violation with its rounding bound and its place in words. */
export interface Finding {
  readonly violation: number;
  readonly errorBound: number;
  readonly over: string;
  readonly inequalities: number;
  readonly witness: NonNullable<Verdict["witness"]>;
}

/** What streaming the tables decides, by property, with the names of the model file. */
export function findings(
  environment: Environment<number>,
  problem: DenseProblem,
  report: DenseReport,
): Record<string, Finding> {
  const { shape } = problem;
  const show = (value: number) => printQuantity({ value });
  const profiles = shape.reduce((product, size) => product * size, 1);
  const types = shape.reduce((sum, size) => sum + size, 0);
  const worst = (score: (k: number) => number) =>
    report.agents.map((_, k) => k).reduce((a, b) => (score(b) > score(a) ? b : a));
  const place = (profile: number) => {
    const entries = new Int32Array(shape.length);
    writeProfile(shape, profile, entries);
    const labels = typeLabels(environment);
    return Object.fromEntries(environment.agents.map(({ name }, i) => [name, labels[i][entries[i]]]));
  };
  const liar = worst((i) => report.agents[i].gain);
  const leaver = worst((i) => report.agents[i].worstParticipation.shortfall);
  const loser = worst((i) => -report.agents[i].exPostParticipation.value);
  const { gain, type, report: lie } = report.agents[liar];
  const name = (i: number) => environment.agents[i].name;
  const label = (i: number, t: number) => environment.agents[i].types[t]?.label ?? "none";
  const low = report.minRevenue;
  const high = report.maxRevenue;
  const unbalanced = -low.value > high.value ? low : high;
  const most = Math.max(Math.abs(low.value), Math.abs(high.value));
  const pointwise = float.errorBound(
    shape.length + 2,
    2 * shape.length * (most + Math.max(...problem.values.flatMap((v) => [...v]).map(Math.abs))),
  );
  const budget = (extreme: { value: number; profile: number }, violation: number): Finding => ({
    violation,
    errorBound: pointwise,
    over: "every profile of types",
    inequalities: profiles,
    witness: {
      kind: "profile",
      others: place(extreme.profile),
      numbers: { payments: { value: extreme.value } },
      words: `Payments add up to ${show(extreme.value)} when ${printEntries(place(extreme.profile))}.`,
    },
  });
  const average = (violation: number): Finding => ({
    violation,
    errorBound: report.revenueErrorBound,
    over: "the designer's prior",
    inequalities: 1,
    witness: {
      kind: "average",
      numbers: { payments: { value: report.revenue } },
      words: `Expected payments add up to ${show(report.revenue)}.`,
    },
  });
  const { shortfall, type: poor, errorBound: participationBound } = report.agents[leaver].worstParticipation;
  const exPost = report.agents[loser].exPostParticipation;
  return {
    "bayesian-ic": {
      violation: gain,
      errorBound: report.agents[liar].errorBound,
      over: "every agent, type of positive probability and report, in expectation over the others",
      inequalities: shape.reduce((sum, size) => sum + size * (size - 1), 0),
      witness: {
        kind: "misreport",
        agent: name(liar),
        type: label(liar, type),
        report: label(liar, lie),
        numbers: { gain: { value: gain } },
        words: `${name(liar)} of type ${label(liar, type)} gains ${show(gain)} by reporting ${label(liar, lie)}.`,
      },
    },
    "interim-ir": {
      violation: shortfall,
      errorBound: participationBound,
      over: "every agent and type of positive probability, in expectation over the others",
      inequalities: types,
      witness: {
        kind: "participation",
        agent: name(leaver),
        type: label(leaver, poor),
        numbers: { shortfall: { value: shortfall } },
        words: `${name(leaver)} of type ${label(leaver, poor)} falls ${show(shortfall)} short of its outside option.`,
      },
    },
    "ex-post-ir": {
      violation: -exPost.value,
      errorBound: pointwise,
      over: "every agent and profile of types",
      inequalities: profiles * shape.length,
      witness: {
        kind: "participation",
        agent: name(loser),
        others: place(exPost.profile),
        numbers: { shortfall: { value: -exPost.value } },
        words: `${name(loser)} falls ${show(-exPost.value)} short of its outside option when ${printEntries(place(exPost.profile))}.`,
      },
    },
    "budget-balance": budget(unbalanced, most),
    "no-deficit": budget(low, -low.value),
    "budget-balance-ex-ante": average(Math.abs(report.revenue)),
    "no-deficit-ex-ante": average(-report.revenue),
  };
}
