import { type LoadedModel, noMechanism, withModel } from "@candor/core/io";
import { expectation, valueGivenAllTypes, welfare } from "@candor/core/model";
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

function walk<N>({ mechanism, environment, arithmetic: F }: LoadedModel<N>, text: string): string {
  if (mechanism === undefined) return noMechanism();
  const profile = readProfile(mechanism, text);
  const { lottery, payments } = mechanism.outcome(profile);
  const show = (value: N) => printQuantity(quantity(F, value));
  const names = environment.alternatives.map((alternative) => alternative.name);
  const lines = [`${environment.title}: ${mechanism.name}`, ""];
  const reports = environment.agents.map(
    (agent, i) =>
      `${agent.name} ${mechanism.direct ? "reports" : "sends"} ${mechanism.messages[i][profile[i]]}`,
  );
  lines.push(`${reports.join(", ")}.`, "");
  if (mechanism.direct) {
    lines.push("Total value of each alternative, if these are the true types:");
    names.forEach((name, a) => {
      const total = welfare(environment, a, profile);
      lines.push(
        `  ${name}: ${total === undefined ? "unknown (no belief about the state here)" : show(total)}`,
      );
    });
  }
  const chosen =
    typeof lottery === "number"
      ? names[lottery]
      : names
          .flatMap((name, a) =>
            F.compare(lottery[a], F.zero) > 0 ? [`${name} with probability ${show(lottery[a])}`] : [],
          )
          .join(", ");
  lines.push(`Outcome: ${chosen}.`, "");
  const reasons = mechanism.reasons?.(profile);
  environment.agents.forEach((agent, i) => {
    const pays = environment.money ? `${agent.name} pays ${show(payments[i])}` : agent.name;
    const value = mechanism.direct ? expectedValue(i) : undefined;
    const utility =
      value === undefined
        ? ""
        : `, values the outcome at ${show(value)}, ends with ${show(F.subtract(value, payments[i]))}`;
    lines.push(`${pays}${utility}.`);
    if (reasons?.[i] !== undefined) lines.push(`  ${reasons[i]}`);
  });
  function expectedValue(i: number): N | undefined {
    if (names.some((_, a) => valueGivenAllTypes(environment, i, a, profile) === undefined)) return undefined;
    return expectation(environment, lottery, (a) => valueGivenAllTypes(environment, i, a, profile)!);
  }
  return `${lines.join("\n")}\n`;
}
