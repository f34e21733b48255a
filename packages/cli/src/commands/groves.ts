import { type LoadedModel, noMechanism, withModel } from "@candor/core/io";
import { printEntries, printQuantity, recoverGroves } from "@candor/core/properties";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";

/** `candor groves FILE`: is it a Groves mechanism, and with which τ_i? Exit code 1 when it is not. */
export async function groves(path: string, flags: ArithmeticFlags & { json?: boolean }): Promise<number> {
  const { model, files } = openModel(path);
  const found = withModel(model, arithmeticMode(flags), files, <N>({ mechanism }: LoadedModel<N>) =>
    mechanism === undefined ? noMechanism() : recoverGroves(mechanism),
  );
  const holds = found.verdict.status === "proved";
  if (flags.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else {
    const answer = found.pivot
      ? "It is the pivot mechanism."
      : holds
        ? "It is a Groves mechanism."
        : "It is not a Groves mechanism.";
    const why = holds || found.verdict.witness === undefined ? "" : ` ${found.verdict.witness.words}`;
    const lines = found.terms.flatMap(({ agent, table }) => [
      `${agent}: payment = τ − what the others' values of the outcome add up to`,
      ...table.map(({ others, tau, othersBest }) => {
        const when = Object.keys(others).length === 0 ? "" : ` when ${printEntries(others)}`;
        return `  τ = ${printQuantity(tau)}${when} (the others alone could reach ${printQuantity(othersBest)})`;
      }),
    ]);
    process.stdout.write(`${[answer + why, ...(holds ? lines : [])].join("\n")}\n`);
  }
  return holds ? EXIT.holds : EXIT.fails;
}
