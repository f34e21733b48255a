import { type LoadedModel, noMechanism, printRaw, type Raw, withModel } from "@candor/core/io";
import { composeDirect, type Mechanism, tabulate, typeCounts } from "@candor/core/model";
import { quantity } from "@candor/core/properties";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";
import { nest } from "../nest.js";

/** `candor direct FILE`: the model with its mechanism as a direct one, written out as tables. */
export async function direct(path: string, flags: ArithmeticFlags): Promise<number> {
  const { model, files } = openModel(path);
  const mechanism = withModel(model, arithmeticMode(flags), files, (loaded) => tables(loaded));
  const { mechanism: _, expect: __, ...rest } = model.source.data as Record<string, Raw>;
  process.stdout.write(printRaw({ ...rest, mechanism }));
  return EXIT.holds;
}

function tables<N>({ mechanism }: LoadedModel<N>): Raw {
  if (mechanism === undefined) return noMechanism();
  const composed: Mechanism<N> = composeDirect(mechanism);
  const { environment } = composed;
  const F = environment.arithmetic;
  const table = tabulate(composed);
  const text = (value: N) => quantity(F, value).exact ?? `${F.toNumber(value)}`;
  const names = environment.alternatives.map((alternative) => alternative.name);
  const outcome = nest(typeCounts(environment), (k): Raw => {
    if (table.choices[k] >= 0) return names[table.choices[k]];
    const row = names.map((name, a): [string, N] => [name, table.lotteries![k * names.length + a]]);
    return Object.fromEntries(
      row.filter(([, p]) => F.compare(p, F.zero) !== 0).map(([name, p]) => [name, text(p)]),
    );
  });
  if (!environment.money) return { outcome };
  const payments = Object.fromEntries(
    environment.agents.map((agent, i) => [
      agent.name,
      nest(typeCounts(environment), (k): Raw => text(table.payments[i][k])),
    ]),
  );
  return { outcome, payments };
}
