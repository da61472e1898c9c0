import { parentPort } from 'node:worker_threads'
import type { CardFace } from '../../src/domain/card-face.ts'
import { validateDesign } from './validate-design.ts'

// Says on its own thread what Apple's format would leave out: loading and running the model takes the time of a hundred
// requests.
parentPort?.on('message', async ({ id, faces }: { id: number; faces: CardFace[] }) => {
  try {
    const problems = new Set<string>()
    for (const face of faces) for (const each of await validateDesign(face)) problems.add(each)
    parentPort?.postMessage({ id, problems: [...problems] })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
