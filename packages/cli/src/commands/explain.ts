import { type LoadedModel, noMechanism, withModel } from "@candor/core/io";
import {
  expectation,
  interimStateBelief,
  type Mechanism,
  statePosterior,
  valueGivenAllTypes,
  welfare,
} from "@candor/core/model";
import type { Table } from "@candor/core/numeric";
import { printQuantity, quantity } from "@candor/core/properties";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";
import { readProfile } from "../read-profile.js";

/** `candor explain FILE --profile …`: the outcome of one profile of reports, what each pays and why. */
export async function explain(path: string, flags: ArithmeticFlags & { profile: string }): Promise<number> {
  const { model, files } = openModel(path);
  process.stdout.write(
    withModel(model, arithmeticMode(flags), files, (loaded) => walk(loaded, flags.profile)),
  );
  return EXIT.holds;
}

/** One profile of messages with what the mechanism makes of it. */
interface Walk<N> {
  readonly mechanism: Mechanism<N>;
  readonly profile: Int32Array;
  readonly lottery: number | Table<N>;
  readonly payments: Table<N>;
  show(value: N): string;
}

function walk<N>({ mechanism, environment, arithmetic: F }: LoadedModel<N>, text: string): string {
  if (mechanism === undefined) return noMechanism();
  const profile = readProfile(mechanism, text);
  const at: Walk<N> = {
    mechanism,
    profile,
    ...mechanism.outcome(profile),
    show: (value) => printQuantity(quantity(F, value)),
  };
  const verb = mechanism.direct ? "reports" : "sends";
  const reports = environment.agents.map(
    ({ name }, i) => `${name} ${verb} ${mechanism.messages[i][profile[i]]}`,
  );
  const blocks = [
    [`${environment.title}: ${mechanism.name}`],
    [`${reports.join(", ")}.`],
    mechanism.direct ? beliefLines(at) : [],
    mechanism.direct ? totalLines(at) : [],
    [`Outcome: ${printOutcome(at)}.`],
    environment.agents.flatMap((_, i) => agentLines(at, i)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** With payoff states: what each type believes on its own, and what all types together say. */
function beliefLines<N>({ mechanism: { environment }, profile, show }: Walk<N>): string[] {
  if (environment.states.length === 1 || environment.beliefs === undefined) return [];
  const print = (belief: Table<N> | undefined) =>
    belief === undefined
      ? "unknown (probability 0)"
      : environment.states.map(({ name }, s) => `${name} ${show(belief[s])}`).join(", ");
  const { agents, beliefs } = environment;
  const own = agents.map(
    ({ name }, i) => `  ${name} alone: ${print(interimStateBelief(environment, i, profile[i]))}`,
  );
  const together =
    beliefs.kind === "personal"
      ? agents.map(
          ({ name }, i) => `  ${name} given all types: ${print(statePosterior(environment, i, profile))}`,
        )
      : [`  all together: ${print(statePosterior(environment, 0, profile))}`];
  return ["Belief about the state, if these are the true types:", ...own, ...together];
}

function totalLines<N>({ mechanism: { environment }, profile, show }: Walk<N>): string[] {
  const totals = environment.alternatives.map(({ name }, a) => {
    const total = welfare(environment, a, profile);
    return `  ${name}: ${total === undefined ? "unknown (no belief about the state here)" : show(total)}`;
  });
  return ["Total value of each alternative, if these are the true types:", ...totals];
}

function printOutcome<N>({ mechanism: { environment }, lottery, show }: Walk<N>): string {
  const F = environment.arithmetic;
  if (typeof lottery === "number") return environment.alternatives[lottery].name;
  return environment.alternatives
    .flatMap(({ name }, a) =>
      F.compare(lottery[a], F.zero) > 0 ? [`${name} with probability ${show(lottery[a])}`] : [],
    )
    .join(", ");
}

function agentLines<N>(at: Walk<N>, i: number): string[] {
  const { mechanism, payments, show } = at;
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const { name } = environment.agents[i];
  const pays = environment.money ? `${name} pays ${show(payments[i])}` : name;
  const value = mechanism.direct ? outcomeValue(at, i) : undefined;
  const ends =
    environment.money && value !== undefined ? `, ends with ${show(F.subtract(value, payments[i]))}` : "";
  const line =
    value === undefined
      ? `${pays}.`
      : `${pays}${environment.money ? "," : ""} values the outcome at ${show(value)}${ends}.`;
  const reason = mechanism.reasons?.(at.profile)[i];
  return reason === undefined ? [line] : [line, `  ${reason}`];
}

/** The value of the outcome to one agent given all types; absent where it has no belief about the state. */
function outcomeValue<N>(
  { mechanism: { environment }, profile, lottery }: Walk<N>,
  i: number,
): N | undefined {
  const values = environment.alternatives.map((_, a) => valueGivenAllTypes(environment, i, a, profile));
  if (values.includes(undefined)) return undefined;
  return expectation(environment, lottery, (a) => values[a]!);
}
