import { type LoadedModel, noMechanism, withModel } from "@candor/core/io";
import {
  expectation,
  groupOf,
  interimStateBelief,
  type Mechanism,
  statePosterior,
  usesCounts,
  valueGivenAllTypes,
  welfare,
} from "@candor/core/model";
import type { Table } from "@candor/core/numeric";
import { nameEntries, printEntries, printQuantity, quantity } from "@candor/core/properties";
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
  const reports = printEntries(nameEntries(mechanism, mechanism.messages, profile));
  const blocks = [
    [`${environment.title}: ${mechanism.name}`],
    [`${mechanism.direct ? "Reports" : "Messages"}: ${reports}.`],
    mechanism.direct ? beliefLines(at) : [],
    mechanism.direct ? totalLines(at) : [],
    [`Outcome: ${printOutcome(at)}.`],
    environment.agents.flatMap((_, i) => (standsFor(at, i) === 0 ? [] : agentLines(at, i))),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** With payoff states: what each type believes on its own, and what all types together say. */
function beliefLines<N>(at: Walk<N>): string[] {
  const {
    mechanism: { environment },
    profile,
    show,
  } = at;
  if (environment.states.length === 1 || environment.beliefs === undefined) return [];
  const print = (belief: Table<N> | undefined) =>
    belief === undefined
      ? "unknown (probability 0)"
      : environment.states.map(({ name }, s) => `${name} ${show(belief[s])}`).join(", ");
  const { agents, beliefs } = environment;
  const own = agents.flatMap(({ name }, i) =>
    standsFor(at, i) === 0
      ? []
      : [`  ${name} alone: ${print(interimStateBelief(environment, i, profile[i]))}`],
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

/** How many alike agents with the same report the lines of this one speak for; 0 when an earlier one speaks for it. */
function standsFor<N>({ mechanism, profile }: Walk<N>, i: number): number {
  if (!usesCounts(mechanism)) return 1;
  const { first, count } = mechanism.environment.groups[groupOf(mechanism.environment, i)];
  const alike = Array.from({ length: count }, (_, k) => first + k).filter((j) => profile[j] === profile[i]);
  return alike[0] === i ? alike.length : 0;
}

function agentLines<N>(at: Walk<N>, i: number): string[] {
  const { mechanism, payments, show } = at;
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const alike = standsFor(at, i);
  const name =
    alike === 1
      ? environment.agents[i].name
      : `Each of ${alike} ${mechanism.environment.groups[groupOf(environment, i)].name} with report ${mechanism.messages[i][at.profile[i]]}`;
  const payment = payments[i];
  const receives = F.compare(payment, F.zero) < 0;
  const transfer = receives ? `receives ${show(F.negate(payment))}` : `pays ${show(payment)}`;
  const pays = environment.money ? `${name} ${transfer}` : name;
  const value = mechanism.direct ? outcomeValue(at, i) : undefined;
  const ends =
    environment.money && value !== undefined ? `, ends with ${show(F.subtract(value, payments[i]))}` : "";
  const outside = environment.outsideOptions[i][at.profile[i]];
  const stays = mechanism.direct && F.compare(outside, F.zero) !== 0;
  const compared = stays ? ` (outside option ${show(outside)})` : "";
  const line =
    value === undefined
      ? `${pays}.`
      : `${pays}${environment.money ? "," : ""} values the outcome at ${show(value)}${ends}${compared}.`;
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
