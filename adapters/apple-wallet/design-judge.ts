import { Worker } from 'node:worker_threads'
import type { CardFace, FaceCoupon, Look } from '../../src/domain/card-face.ts'
import type { ProgramRules, Reward } from '../../src/domain/program.ts'

/** A program's cards as their merchant drew them up. */
type Design = {
  shopName: string
  programName: string
  locale: string
  timeZone: string
  look: Look
  rules: Omit<ProgramRules, 'milestones'> & { milestones: { at: number; reward: Omit<Reward, 'id'> }[] }
}

export type DesignJudge = {
  /** One sentence for each thing that Apple Wallet would not show; none when all is well. */
  judge(design: Design): Promise<string[]>
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
function examplesOf({ rules, ...design }: Design): CardFace[] {
  const milestones = rules.milestones.map(({ at, reward }) => ({ at, title: reward.title }))
  const card: CardFace = {
    ...design,
    merchantId: exampleId,
    cardId: exampleId,
    programId: exampleId,
    version: 1,
    serial: 'example',
    revision: 1,
    modifiedSecond: 0,
    stamps: 0,
    goal: rules.goal,
    cycle: 1,
    milestones,
    nextReward: milestones[0]!,
    progress: null,
    earn: rules.earn,
    coupons: [],
    url: 'https://cards.example/card/example',
    voided: false,
  }
  return [
    card,
    { ...card, coupons: rules.milestones.map(({ reward }, index) => exampleCoupon(reward, index)) },
  ]
}

const exampleId = '00000000-0000-7000-8000-000000000000'

function exampleCoupon(reward: Omit<Reward, 'id'>, index: number): FaceCoupon {
  const code = reward.kind === 'redeem_code' ? (reward.code ?? 'EXAMPLE234') : null
  return {
    id: `example-${index}`,
    rewardId: `example-${index}`,
    title: reward.title,
    kind: reward.kind,
    state: 'active',
    code,
    display: reward.display,
    scanValue: code,
    expiresAt: reward.expiresAt === undefined ? null : Date.parse(reward.expiresAt),
  }
}
