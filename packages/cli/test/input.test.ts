import { spawn } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CANDOR, candor, temporaryFolder } from "../../../test/commands.js";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** What is said about a bad file; nothing may be printed, no stack shown, and the exit code is 2. */
function complaint(...command: string[]): string {
  const { code, stdout, stderr } = candor(folder, "check", ...command);
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stderr).toMatch(/\d+ problems?; nothing was computed\.\n$/);
  return stderr;
}

const MODEL = `candor: 1
agents: { Ann: { types: [1, 2] }, Bob: { types: [1, 2] } }
alternatives: [left, right]
values: "alternative == 'left' ? own : 0"
`;
const withJoint = (name: string) =>
  file("m.yaml", `${MODEL}beliefs: { joint: { file: "${name}" } }\nmechanism: { rule: pivot }\n`);

describe("files that are no models", () => {
  test.each([
    ["nothing", "", "line 1, column 1: The file states no model; candor new starts one."],
    ["not UTF-8", new Uint8Array([0x63, 0xff]), "m.yaml is not UTF-8 text. Save it as UTF-8."],
    ["NUL", "candor: 1\n\0", "line 2, column 1: Here stands a control character (U+0000); remove it."],
  ])("%s", (_, content, message) => {
    expect(complaint(file("m.yaml", content)).split("\n")[0]).toBe(message);
  });

  test("a folder, a missing file, an endless one", () => {
    mkdirSync(join(folder, "models"));
    expect(complaint("models")).toMatch(/^models cannot be read: it is a folder\.$/m);
    expect(complaint("nowhere.yaml")).toMatch(/^nowhere\.yaml cannot be read: there is no such file\.$/m);
    expect(complaint("/dev/zero")).toMatch(/has more than 8 MiB/);
  });

  test.each(["huge.yaml", "huge.json"])("200 MiB: %s", (name) => {
    file(name, "");
    truncateSync(join(folder, name), 200 * 2 ** 20);
    const started = performance.now();
    expect(complaint(name)).toMatch(
      /has 200 MiB; a model file may have 8 MiB\. Put large tables beside it as \.npy/,
    );
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test("all problems of a file come at once, each with its place", () => {
  const text = `candor: 1
titel: x
agents: { Ann: { types: [1, 2] }, Bob: { types: [a, b, a] } }
alternatives: [left, right]
values: { Ann: owm, Bobb: 1, Bob: 0 }
outside: { Ann: [1, 2, 3] }
beliefs: { independent: { Ann: [1/2, 1/3], Bob: uniform } }
`;
  expect(
    complaint(file("m.yaml", text)),
  ).toBe(`line 2, column 1: titel: "titel" is not a key here; did you mean title?
line 3, column 56: agents.Bob.types[2]: Two types are called "a".
line 7, column 27: beliefs.independent.Ann: These probabilities add up to 0.8333333333333333, not 1. Correct them, or write {weights: …} for "proportional to".
line 5, column 21: values.Bobb: There is no agent "Bobb"; did you mean Bob?
line 5, column 11: values.Ann: "owm" uses owm, which is not defined; did you mean own?
line 6, column 12: outside.Ann: This row has 3 entries; it needs 2 entries, one for each of the types of Ann (1, 2).
6 problems; nothing was computed.
`);
});

test("problems of require come with the others", () => {
  const text = `${MODEL}mechanism: { rule: pivit }\nrequire: [efficent, { property: bayesian-ic, tolerance: -1 }]\n`;
  const lines = complaint(file("m.yaml", text)).split("\n");
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^line 6, column 11: require\[0\]: There is no property "efficent"/),
    'line 6, column 21: require[1].tolerance: A tolerance is a number of at least 0, not "-1".',
  ]);
  expect(lines[2]).toBe('line 5, column 14: mechanism.rule: There is no rule "pivit"; did you mean pivot?');
});

test("names cannot steer the terminal", () => {
  const text = MODEL.replace("Ann: {", '"A\\e[31m": {');
  expect(complaint(file("m.yaml", `${text}mechanism: { rule: pivot }\n`))).toMatch(
    /"A\\u001b\[31m" contains control characters/,
  );
});

describe("what would take too long is refused at once", () => {
  const types = Array.from({ length: 10 }, (_, k) => k).join(", ");
  const twelve = Array.from({ length: 12 }, (_, k) => `A${k}: { types: [${types}] }`).join(", ");
  test.each([
    [
      "10^12 profiles",
      MODEL.replace(/agents.*/, `agents: { ${twelve} }`),
      /has about 1\.2e\+13 entries .*Use fewer or coarser types/,
    ],
    [
      "a huge grid",
      MODEL.replace("[1, 2]", "{ grid: { from: 0, to: 1, points: 1e9 } }"),
      /agents\.Ann\.types\.grid\.points: 1e9 must be a whole number from 2 to/,
    ],
    [
      "a huge count",
      MODEL.replace("types:", "count: 1e9, types:"),
      /agents\.Ann\.count: 1e9 must be a whole number from 1 to/,
    ],
    [
      "a huge list",
      MODEL.replace("[1, 2]", `[${Array.from({ length: 20_000 }, (_, k) => k).join(", ")}]`),
      /20000 types are listed here; at most/,
    ],
  ])("%s", (_, text, message) => {
    const started = performance.now();
    expect(complaint(file("m.yaml", `${text}mechanism: { rule: pivot }\n`))).toMatch(message);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe("side files", () => {
  test.each(["../../etc/passwd", "/etc/passwd", "..", "sub/../../x.npy", "link.npy"])(
    "%s lies elsewhere and is not read",
    (name) => {
      symlinkSync("/etc/passwd", join(folder, "link.npy"));
      const message = complaint(withJoint(name));
      expect(message).toMatch(
        /^line 5, column 12: beliefs\.joint: .* cannot be read: (side files must lie in the folder of the model file or below it|there is no such file)\.$/m,
      );
      expect(message).not.toMatch(/root:/);
    },
  );

  test.each([
    ["missing.npy", "there is no such file"],
    ["folder.npy", "it is a folder"],
    ["nul\\0.npy", "null bytes"],
  ])("%s", (name, reason) => {
    mkdirSync(join(folder, "folder.npy"));
    expect(complaint(withJoint(name))).toMatch(
      new RegExp(`^line 5, column 12: beliefs\\.joint: .*${reason}`, "m"),
    );
  });

  test("of tables that are streamed obey the same rule", () => {
    const mechanism = "mechanism: { allocation: { file: ../q.npy }, payments: { file: p.npy } }";
    const text = MODEL.replace("[left, right]", "{ object: { to: all } }").replace(
      /values.*/,
      "values: own * gets",
    );
    expect(complaint(file("m.yaml", `${text}beliefs: { independent: uniform }\n${mechanism}\n`))).toMatch(
      /mechanism\.allocation: \.\.\/q\.npy cannot be read: (side files must lie|there is no such file)/,
    );
  });
});

describe("the process", () => {
  const SLOW = `candor: 1
agents: { Voter: { count: 1500, types: [0, 1] } }
alternatives: [a, b]
values: "alternative == 'a' ? own : 1 - own"
beliefs: { independent: uniform }
mechanism: { rule: majority }
`;

  test("ends at once when interrupted, and has printed nothing", async () => {
    const child = spawn(process.execPath, [CANDOR, "check", file("slow.yaml", SLOW)], { cwd: folder });
    let printed = "";
    child.stdout.on("data", (data) => {
      printed += data;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const interrupted = performance.now();
    child.kill("SIGINT");
    // A shell reports this as 130.
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on("exit", (...how) => resolve(how)),
    );
    expect(code ?? signal).toBe("SIGINT");
    expect(performance.now() - interrupted).toBeLessThan(2000);
    expect(printed).toBe("");
  });

  test("goes on quietly when its reader has gone", async () => {
    const model = file("m.yaml", `${MODEL}beliefs: { independent: uniform }\nmechanism: { rule: pivot }\n`);
    for (const command of [["check", model, "--json"], ["list", "rules"], ["schema"]]) {
      const child = spawn(process.execPath, [CANDOR, ...command], { cwd: folder });
      child.stdout.destroy();
      let complained = "";
      child.stderr.on("data", (data) => {
        complained += data;
      });
      const code = await new Promise((resolve) => child.on("close", resolve));
      expect({ code, complained }, command.join(" ")).toEqual({ code: 0, complained: "" });
    }
  });
});
