import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseModel, writeNumpy } from "@candor/core/io";
import { expect, test } from "vitest";
import { examineDense } from "../../src/commands/examine-dense.js";

test("streamed tables refuse an agent who cares who else gets the object", async () => {
  const folder = mkdtempSync(join(tmpdir(), "candor-dense-"));
  for (const name of ["q.npy", "p.npy"])
    writeFileSync(join(folder, name), writeNumpy({ shape: [2, 2, 2], data: new Float64Array(8) }));
  const model = parseModel(`candor: 1
agents: { A: { types: [1, 2] }, B: { types: [1, 2] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: { A: 'alternative == "nobody" ? -3 : gets*own', B: own * gets }
mechanism: { allocation: { file: q.npy }, payments: { file: p.npy } }`);
  const noFiles = () => new Uint8Array();
  await expect(examineDense("m.yaml", model, noFiles, folder, [])).rejects.toThrow(
    /A cares who else gets the object/,
  );
});
