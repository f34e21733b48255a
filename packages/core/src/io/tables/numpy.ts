import { fail } from "../../numeric/candor-error.js";

export interface NumpyArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float64Array;
}

/** Where the numbers start and how they are laid out. */
export interface NumpyHeader {
  readonly shape: readonly number[];
  readonly offset: number;
}

/**
 * Reads the header of a .npy file (versions 1 to 3) that holds little-endian doubles in C order. `start` must contain the whole
 * header (the first 64 KiB always do). Throws `npy` naming the file and what to change.
 */
export function readNumpyHeader(start: Uint8Array, name: string): NumpyHeader {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length < 12 || view.getUint32(0) !== 0x934e554d || start[4] !== 0x50 || start[5] !== 0x59)
    fail("npy", "", `${name} is not a .npy file.`);
  const wide = start[6] >= 2;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const offset = (wide ? 12 : 10) + length;
  if (offset > start.length) fail("npy", "", `${name} ends inside its header.`);
  const header = new TextDecoder("latin1").decode(start.subarray(wide ? 12 : 10, offset));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (descr !== "<f8")
    fail("npy", "", `${name} has dtype ${descr}; save it as '<f8' (numpy: array.astype('<f8')).`);
  if (!/'fortran_order':\s*False/.test(header))
    fail("npy", "", `${name} is in Fortran order; save it in C order (numpy: np.ascontiguousarray).`);
  if (shape === undefined) fail("npy", "", `${name} states no shape.`);
  return {
    shape: shape!
      .split(",")
      .filter((part) => part.trim() !== "")
      .map(Number),
    offset,
  };
}

/** A whole .npy file as doubles; see {@link readNumpyHeader}. */
export function readNumpy(bytes: Uint8Array, name: string): NumpyArray {
  const { shape, offset } = readNumpyHeader(bytes, name);
  const size = shape.reduce((product, n) => product * n, 1);
  if (bytes.length - offset !== size * 8)
    fail(
      "npy",
      "",
      `${name} holds ${bytes.length - offset} bytes of data; shape (${shape.join(", ")}) needs ${size * 8}.`,
    );
  const aligned = bytes.slice(offset);
  return { shape, data: new Float64Array(aligned.buffer, aligned.byteOffset, size) };
}

/** Doubles as a .npy file (version 1, C order). */
export function writeNumpy({ shape, data }: NumpyArray): Uint8Array {
  const tuple = `${shape.join(", ")}${shape.length === 1 ? "," : ""}`;
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = `${dictionary.padEnd(64 * Math.ceil((dictionary.length + 11) / 64) - 11)}\n`;
  const bytes = new Uint8Array(10 + padded.length + data.length * 8);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  bytes.set(new TextEncoder().encode(padded), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + padded.length);
  return bytes;
}
