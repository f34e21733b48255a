/** What `compute` gives for a key, computed at the first asking and kept as long as the key lives. */
export function remember<V>(memory: WeakMap<object, unknown>, key: object, compute: () => V): V {
  if (!memory.has(key)) memory.set(key, compute());
  return memory.get(key) as V;
}
