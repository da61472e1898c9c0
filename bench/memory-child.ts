import type { CardFace } from '../src/domain/card-face.ts'
import { openSampleBuilder } from './sample-builder.ts'
import { sampleFace } from './sample-face.ts'

/** Builds so many passes of different cards and prints the memory before and after; needs `--expose-gc`. */
const passes = Number(process.argv[2])
/** Until every cache is as full as it gets. */
const warmUp = 20_000
const lanes = 64
const grounds = ['#12394a', '#3a1d34', '#1d3a20', '#3a331d']

const { builder, close } = await openSampleBuilder()
let built = 0

/** Shops of different looks, cards in all states, some with a reward of a title of its own. */
const cardOf = (n: number): CardFace => ({
  ...sampleFace(n),
  cardId: `card-${n}`,
  serial: `serial-${n}`,
  look: { ...sampleFace(n).look, background: grounds[n % grounds.length]! },
  nextReward: { at: 10, title: `Free coffee, number ${n % 5000}` },
})

async function build(count: number): Promise<void> {
  const end = built + count
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (built < end) await builder.build(cardOf(built++), `token-of-the-card-${built}`)
    }),
  )
}

async function memory() {
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  const inMegabytes = (bytes: number) => Math.round(bytes / 1e5) / 10
  return { heap: inMegabytes(heapUsed + external), resident: inMegabytes(rss) }
}

await build(warmUp)
const before = await memory()
await build(passes)
console.log(JSON.stringify({ before, after: await memory() }))
close()
