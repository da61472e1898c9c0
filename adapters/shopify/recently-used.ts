/** Values by name, made when first asked for. Of more than `most` the one unused longest goes. */
export function recentlyUsed<T>(most: number): (name: string, make: () => T) => T {
  const kept = new Map<string, T>()
  return (name, make) => {
    const value = kept.get(name) ?? make()
    kept.delete(name)
    kept.set(name, value)
    const oldest = kept.keys().next()
    if (kept.size > most && !oldest.done) kept.delete(oldest.value)
    return value
  }
}
