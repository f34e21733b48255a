import type { TabledObjective } from "../design/question.js";
import type { Environment } from "../model/environment.js";
import { writeProfile } from "../model/profiles.js";
import { fail } from "../numeric/candor-error.js";
import { add, compare, multiply, ONE, type Rational, ZERO } from "../numeric/rational.js";
import { compileExpression } from "./expression/compile.js";
import type { Binding, Scope } from "./expression/scope.js";
import { type LinearForm, linearForms } from "./linear-forms.js";
import { type BuiltModel, buildEnvironment } from "./model-file/environment.js";
import type { ParsedModel } from "./model-file/parse.js";
import type { SideFiles } from "./model-file/reader.js";
import { type Situation, valueScope } from "./model-file/scopes.js";

type Name = Binding<Situation>;

/**
 * A linear objective written as an expression, e.g. "revenue + 1/2 * utility.Ann": its expectation under the designer's prior, as
 * coefficients of g(a|t) and p_i(t).
 *
 * Names: those of the designer's value (`types`, `state`, `alternative`, `n`, definitions) and `revenue` Σ_i p_i; `welfare` Σ_i v_i,
 * with the designer's value where it counts; `designer`, that value; `payment.Ann`, `value.Ann`, `utility.Ann` = value − payment.
 * Payments may only be added, and multiplied by what does not depend on payments or the alternative: else `nonlinear-objective`.
 * Errors: `expression`, `nonlinear-objective`, `no-prior`; those of the model. Cost: profiles × states × alternatives evaluations.
 */
export function readObjective(model: ParsedModel, text: string, files?: SideFiles): TabledObjective {
  const refuse = (code: string, message: string) => fail(code, "--maximize", message);
  const arithmetic = linearForms(() => refuse("nonlinear-objective", `"${text}" is not linear in payments.`));
  const built = buildEnvironment(model, arithmetic, files);
  const { environment, definitions } = built;
  const { agents, alternatives, states, beliefs } = environment;
  const scope = objectiveScope(built);
  const compiled = compileExpression(text, { arithmetic, scope, definitions, refuse }, "number");
  const prior =
    beliefs?.prior ??
    refuse("no-prior", "An objective is an expectation: state beliefs, or beliefs.personal.designer.");
  const sizes = agents.map(({ types }) => types.length);
  const profile = new Int32Array(sizes.length);
  const lotteries: Rational[][] = [];
  const payments: Rational[][] = agents.map(() => []);
  for (let k = 0; k < sizes.reduce((product, size) => product * size, 1); k++) {
    writeProfile(sizes, k, profile);
    lotteries.push(alternatives.map(() => ZERO));
    for (const row of payments) row.push(ZERO);
    for (const state of states.keys()) {
      const weight = prior(profile, state).constant;
      if (weight.n === 0n) continue;
      const forms = alternatives.map(
        (_, alternative) => compiled.evaluate({ agent: -1, profile, alternative, state }) as LinearForm,
      );
      const slope = (form: LinearForm, i: number) => form.slopes[i] ?? ZERO;
      if (forms.some((form) => agents.some((_, i) => compare(slope(form, i), slope(forms[0], i)) !== 0)))
        refuse(
          "nonlinear-objective",
          `In "${text}" a payment is weighed by what is chosen; weigh it otherwise.`,
        );
      forms.forEach(({ constant }, a) => {
        lotteries[k][a] = add(lotteries[k][a], multiply(weight, constant));
      });
      payments.forEach((row, i) => {
        row[k] = add(row[k], multiply(weight, slope(forms[0], i)));
      });
    }
  }
  return { lotteries, payments };
}

function objectiveScope({ environment, vocabulary }: BuiltModel<LinearForm>): Scope<Situation> {
  const { agents, values, designer, arithmetic: F }: Environment<LinearForm> = environment;
  const uses = ["own", "others", "state", "alternative"] as const;
  const number = (get: (situation: Situation) => LinearForm): Name => ({ kind: "number", uses, get });
  const paid = agents.map((_, i): LinearForm => {
    const slopes = agents.map((_, j) => (i === j ? ONE : ZERO));
    return { constant: ZERO, slopes };
  });
  const worth = (i: number, s: Situation) => values[i].at(s.alternative, s.profile, s.state);
  const own = (s: Situation) => designer?.value.at(s.alternative, s.profile, s.state) ?? F.zero;
  const sum = (terms: readonly LinearForm[]) => terms.reduce(F.add, F.zero);
  const everyone = (s: Situation) => agents.map((_, i) => worth(i, s));
  const byAgent = (get: (i: number, s: Situation) => LinearForm): Name => ({
    kind: "numbers",
    uses,
    get: (s) => agents.map((_, i) => get(i, s)),
    members: new Map(agents.map(({ name }, i) => [name, number((s) => get(i, s))])),
  });
  return new Map<string, Name>([
    ...valueScope(vocabulary, -1),
    ["revenue", number(() => sum(paid))],
    ["welfare", number((s) => sum([...everyone(s), ...(designer?.counts ? [own(s)] : [])]))],
    ["designer", number(own)],
    ["payment", byAgent((i) => paid[i])],
    ["value", byAgent(worth)],
    ["utility", byAgent((i, s) => F.subtract(worth(i, s), paid[i]))],
  ]);
}
