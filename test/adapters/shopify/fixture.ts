import { readFileSync } from 'node:fs'

/** A fixture's bytes, as a delivery would hold them. */
export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/shopify/${name}`, import.meta.url))

/** A fixture with some fields changed. */
export const changed = (name: string, change: Record<string, unknown>): Buffer =>
  Buffer.from(JSON.stringify({ ...(JSON.parse(fixture(name).toString()) as object), ...change }))
