/** Milliseconds since 1970. Injected everywhere, so that tests own the time. */
export type Clock = () => number
