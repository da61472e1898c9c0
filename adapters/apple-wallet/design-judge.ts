import { Worker } from 'node:worker_threads'
import type { CardFace } from '../../src/domain/card-face.ts'
import { type CardDesign, exampleCard, exampleCoupon } from '../../src/domain/example-card.ts'

export type DesignJudge = {
  /** One sentence for each thing that Apple Wallet would not show; none when all is well. */
  judge(design: CardDesign): Promise<string[]>
  close(): Promise<void>
}

type Answer = { id: number; problems: string[]; error?: undefined } | { id: number; error: string }
type Waiting = { resolve(problems: string[]): void; reject(error: Error): void }

/** Judges designs on a thread of its own, so that a save never holds up the requests of others. It starts when first needed. */
export function createDesignJudge(): DesignJudge {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0

  function failAll(error: Error): void {
    worker = undefined
    for (const each of waiting.values()) each.reject(error)
    waiting.clear()
  }

  function open(): Worker {
    const opened = new Worker(new URL('./design-worker.ts', import.meta.url), { stderr: true, stdout: true })
    opened.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.error === undefined) asked?.resolve(answer.problems)
      else asked?.reject(new Error(`a design could not be judged: ${answer.error}`))
    })
    opened.on('error', failAll)
    opened.on('exit', () => failAll(new Error('the thread that judges designs has ended')))
    // A process that has nothing else to do may end.
    opened.unref()
    return opened
  }

  return {
    judge(design) {
      worker ??= open()
      lastId += 1
      const { promise, resolve, reject } = Promise.withResolvers<string[]>()
      waiting.set(lastId, { resolve, reject })
      worker.postMessage({ id: lastId, faces: examplesOf(design) })
      return promise
    },
    async close() {
      await worker?.terminate()
    },
  }
}

/** A new card, and one with each of the program's rewards to be used: no state that differs in kind is left out. */
function examplesOf(design: CardDesign): CardFace[] {
  const card = exampleCard(design)
  const coupons = design.rules.milestones.map(({ reward }, index) => exampleCoupon(reward, index))
  return [card, { ...card, coupons }]
}
