import { type LoadedModel, noMechanism, withModel } from "@candor/core/io";
import { perspectives } from "@candor/core/model";
import { nameEntries, printEntries, printQuantity, quantity, typeLabels } from "@candor/core/properties";
import { type Transfers, transfersFor } from "@candor/core/theory";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";

interface Answer {
  readonly agent: string;
  readonly others: Readonly<Record<string, string>>;
  readonly answer: unknown;
  readonly words: readonly string[];
}

/** `candor implement FILE`: transfers for the allocation rule, agent by agent and against every profile of the others. */
export async function implement(path: string, flags: ArithmeticFlags & { json?: boolean }): Promise<number> {
  const { model, files } = openModel(path);
  const answers = withModel(model, arithmeticMode(flags), files, (loaded) => transfers(loaded));
  if (flags.json) process.stdout.write(`${JSON.stringify(answers, null, 2)}\n`);
  else {
    process.stdout.write(
      "Payments that make truth best for an agent who knows the others' types (ex post):\n",
    );
    for (const { agent, others, words } of answers) {
      const against = Object.keys(others).length === 0 ? "" : ` against ${printEntries(others)}`;
      process.stdout.write(`${agent}${against}\n${words.map((line) => `  ${line}\n`).join("")}`);
    }
  }
  return answers.some(({ words }) => words[0].startsWith("No transfers")) ? EXIT.fails : EXIT.holds;
}

function transfers<N>({ mechanism, environment, arithmetic: F }: LoadedModel<N>): Answer[] {
  if (mechanism === undefined) return noMechanism();
  const profile = new Int32Array(environment.agents.length);
  const show = (value: N) => printQuantity(quantity(F, value));
  const inWords = (answer: Transfers<N>): string[] => {
    if (answer.kind === "not-implementable")
      return [
        `No transfers: around ${[...answer.cycle, answer.cycle[0]].join(" → ")} the gains from lying add up to ${printQuantity(answer.total)}.`,
      ];
    return answer.transfers.map(({ type, payment, lowest, highest }) => {
      const range =
        printQuantity(lowest) === printQuantity(highest)
          ? "(no other payment deters lies)"
          : `(from ${printQuantity(lowest)} to ${printQuantity(highest)}, depending on the other types' payments)`;
      return type === answer.base
        ? `type ${type} pays ${show(payment)} (set: adding a constant to all changes nothing)`
        : `type ${type} pays ${show(payment)} ${range}`;
    });
  };
  return perspectives(mechanism).flatMap((view) =>
    Array.from({ length: view.cells.size }, (_, cell) => {
      view.writeTypes(0, cell, profile);
      const answer = transfersFor(mechanism, view.agent, profile);
      return {
        agent: environment.agents[view.agent].name,
        others: nameEntries(mechanism, typeLabels(environment), profile, view.agent),
        answer:
          answer.kind === "implementable"
            ? {
                ...answer,
                transfers: answer.transfers.map((each) => ({
                  ...each,
                  potential: quantity(F, each.potential),
                  payment: quantity(F, each.payment),
                })),
              }
            : answer,
        words: inWords(answer),
      };
    }),
  );
}
