import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PhonesAnswer, PhonesTask } from './servers/phones.ts'

/** APNs and the phones that fetch what they are told of. */
export type Phones = {
  /** Where pushes go. */
  url: string
  ask(task: PhonesTask): Promise<PhonesAnswer>
  stop(): void
}

export async function startPhones(): Promise<Phones> {
  const child = fork(fileURLToPath(new URL('servers/phones.ts', import.meta.url)))
  const [{ url }] = (await once(child, 'message')) as [PhonesAnswer]
  return {
    url,
    async ask(task) {
      child.send(task)
      const [answer] = (await once(child, 'message')) as [PhonesAnswer]
      if (answer.failure) throw new Error(`a phone could not fetch its pass: ${answer.failure}`)
      return answer
    },
    stop: () => void child.kill(),
  }
}
