/**
 * The SHA-256 digest of a text in UTF-8, as 64 hexadecimal digits. Written here because the library runs where no cryptographic
 * module can be imported synchronously; it tells texts apart and keeps no secrets. Source: FIPS 180-4, section 6.2.
 */
export function sha256(text: string): string {
  const { rounds, initial } = constants();
  const blocks = padded(new TextEncoder().encode(text));
  const state = [...initial];
  const schedule = new Uint32Array(64);
  for (let offset = 0; offset < blocks.length; offset += 16) {
    schedule.set(blocks.subarray(offset, offset + 16));
    for (let t = 16; t < 64; t++) {
      const [early, late] = [schedule[t - 15], schedule[t - 2]];
      const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      schedule[t] = schedule[t - 16] + small + schedule[t - 7] + large;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const one = (h + mixed + ((e & f) ^ (~e & g)) + rounds[t] + schedule[t]) | 0;
      const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, k) => {
      state[k] = (state[k] + word) | 0;
    });
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The bytes, a one bit, zeros, and the length in bits, as big-endian words in blocks of 16. */
function padded(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(16 * Math.ceil((bytes.length + 9) / 64));
  bytes.forEach((byte, k) => {
    words[k >> 2] |= byte << (24 - 8 * (k & 3));
  });
  words[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length & 3));
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

/** The first 32 bits of the fractional parts of the cube and square roots of the first primes, by whole-number roots. */
function constants(): { rounds: readonly number[]; initial: readonly number[] } {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 64; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
  const fraction = (value: bigint, power: bigint) => {
    const target = value << (32n * power);
    let root = 0n;
    for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) if ((root + bit) ** power <= target) root += bit;
    return Number(root & 0xffffffffn) | 0;
  };
  return {
    rounds: primes.map((p) => fraction(p, 3n)),
    initial: primes.slice(0, 8).map((p) => fraction(p, 2n)),
  };
}
